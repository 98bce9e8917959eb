package dev.bifrost.supervisor.pool;

/** Why the supervisor itself ends a child; it outranks whatever its death looks like. */
public enum EndReason {
  /** Its execution exceeded its timeout and did not end softly. */
  TIMEOUT,
  /** Its execution was cancelled and did not end softly. */
  CANCELLED,
  /** The lease of its execution was lost or cannot be kept. */
  LEASE_LOST,
  /** It broke the protocol. */
  PROTOCOL,
  /** It did not say {@code ready} in time. */
  START_TIMEOUT,
  /** It is not needed any more. */
  SURPLUS,
  /** A fresh one takes its place. */
  RECYCLED,
  /** The supervisor stops. */
  SHUTDOWN
}

package dev.bifrost.supervisor.chaos;

/** What is done to the system. */
enum Blow {
  /** A child gets SIGKILL. */
  KILL_CHILD,
  /** A supervisor gets SIGKILL, and is started again. */
  KILL_SUPERVISOR,
  /** A supervisor stands still for longer than its leases last. */
  FREEZE_SUPERVISOR,
  /** A supervisor gets SIGTERM, and is started again when it has ended. */
  DRAIN_SUPERVISOR,
  /** Redis gets SIGKILL, and is started again with its data. */
  KILL_REDIS,
  /** Redis stands still. */
  PAUSE_REDIS
}

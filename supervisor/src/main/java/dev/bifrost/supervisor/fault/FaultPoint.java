package dev.bifrost.supervisor.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a supervisor can be made to die, in the order of an execution's way. */
public enum FaultPoint {
  /** The intake is about to be allowed entries. */
  BEFORE_TAKE,
  /** Redis gave entries, and nobody but the intake knows of them. */
  AFTER_TAKE,
  /** An execution is known and not begun. */
  BEFORE_BEGIN,
  /** An execution is begun durably, and no child has it. */
  AFTER_BEGIN,
  /** A child has let us hear from its execution. */
  RUNNING,
  /** A child has answered, or died, and nothing of it is written. */
  RESULT_SENT,
  /** What follows from the answer is about to be written. */
  BEFORE_FINISH,
  /** The result stands, and nothing was done about it. */
  AFTER_FINISH,
  /** The queue's entry is about to be acknowledged. */
  BEFORE_ACKNOWLEDGEMENT,
  /** A child is gone and is about to be replaced. */
  IN_RECYCLE,
  /** The supervisor was told to stop and has begun to. */
  IN_DRAIN;

  /** How it is spelt outside: {@code after-begin}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<FaultPoint> of(String text) {
    return Arrays.stream(values()).filter(point -> point.text().equals(text)).findFirst();
  }
}

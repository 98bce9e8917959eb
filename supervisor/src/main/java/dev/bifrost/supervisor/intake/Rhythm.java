package dev.bifrost.supervisor.intake;

import java.time.Duration;

/** Says when something that is done from time to time is due again. For one thread. */
final class Rhythm {

  private final Duration pause;
  private long next = System.nanoTime();

  /** Something that is due at once, and then after each such pause. */
  Rhythm(Duration pause) {
    this.pause = pause;
  }

  boolean isDue() {
    return System.nanoTime() - next >= 0;
  }

  /** Counts the pause from now if it was due. */
  void doneIfDue() {
    if (isDue()) {
      next = System.nanoTime() + pause.toNanos();
    }
  }

  /** Makes it due no later than after this. */
  void dueWithin(Duration longest) {
    long then = System.nanoTime() + longest.toNanos();
    next = then - next < 0 ? then : next;
  }

  /** How long it is until it is due, zero if it is. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, next - System.nanoTime()));
  }

  /** Makes it due at once. */
  void hurry() {
    next = System.nanoTime();
  }
}

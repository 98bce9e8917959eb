package dev.bifrost.supervisor.cli;

import java.time.Duration;
import java.util.Optional;

/** The end of a person's patience, counted from its making. */
final class Deadline {

  private final Optional<Duration> limit;
  private final long start = System.nanoTime();

  /**
   * @param limit empty for ever
   */
  Deadline(Optional<Duration> limit) {
    this.limit = limit;
  }

  /** How long one wait may take: at most {@code most}, and zero when the time is over. */
  Duration slice(Duration most) {
    Duration left = limit.map(l -> l.minusNanos(System.nanoTime() - start)).orElse(most);
    // Below a millisecond, Redis would read "for ever".
    if (left.toMillis() <= 0) {
      return Duration.ZERO;
    }
    return left.compareTo(most) < 0 ? left : most;
  }
}

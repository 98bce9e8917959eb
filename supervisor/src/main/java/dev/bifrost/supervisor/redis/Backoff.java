package dev.bifrost.supervisor.redis;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between tries: each up to twice as long as the one before, half of it left to chance, so
 * that many who wait for the same server do not come back at the same instant.
 *
 * @param first the first pause
 * @param longest none is longer
 */
public record Backoff(Duration first, Duration longest) {

  /** For a server that does not answer: 50 ms to 2 s. */
  public static final Backoff SERVER = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

  /**
   * For a command that is refused and may be accepted once somebody repaired its key: 1 to 30 s.
   */
  public static final Backoff COMMAND = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private static final int MOST_DOUBLINGS = 20;

  /**
   * The pause after so many failures.
   *
   * @param failures 1 or more
   */
  public Duration after(int failures) {
    long whole =
        Math.min(longest.toMillis(), first.toMillis() << Math.min(MOST_DOUBLINGS, failures - 1));
    return Duration.ofMillis(whole - ThreadLocalRandom.current().nextLong(whole / 2 + 1));
  }
}

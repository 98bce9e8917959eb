package dev.bifrost.supervisor.gate;

import java.time.Duration;

/**
 * When code that ends its child over and over is paused.
 *
 * @param crashes so many open the circuit breaker; 0 for never
 * @param within how long a crash counts
 * @param pause how long nothing of the code runs, before one execution may try
 */
public record BreakerSettings(int crashes, Duration within, Duration pause) {

  /** Five crashes within ten minutes; a pause of a minute. */
  public static final BreakerSettings DEFAULT =
      new BreakerSettings(5, Duration.ofMinutes(10), Duration.ofMinutes(1));

  /**
   * @throws IllegalArgumentException if a number is negative or a time under a millisecond
   */
  public BreakerSettings {
    if (crashes < 0 || within.toMillis() < 1 || pause.toMillis() < 1) {
      throw new IllegalArgumentException("Crashes must be 0 or more, times 1 ms or more.");
    }
  }
}

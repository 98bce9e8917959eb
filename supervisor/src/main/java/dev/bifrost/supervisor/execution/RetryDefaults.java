package dev.bifrost.supervisor.execution;

import java.time.Duration;

/**
 * The rules for running again where the client named none.
 *
 * @param maxAttempts attempts that exceptions and soft time-outs may use, 1 or more
 * @param backoff pause before the second attempt
 * @param multiplier growth of the pause from attempt to attempt, 1 or more
 * @param maxBackoff longest pause
 * @param jitter share of the pause that is left to chance, 0 to 1
 * @param crashCredits deaths of the child that are survived by running again, 0 or more
 */
public record RetryDefaults(
    int maxAttempts,
    Duration backoff,
    double multiplier,
    Duration maxBackoff,
    double jitter,
    int crashCredits) {

  /** One attempt; three crash credits; pauses from 1 s, doubled up to 5 min, 20 % by chance. */
  public static final RetryDefaults STANDARD =
      new RetryDefaults(1, Duration.ofSeconds(1), 2, Duration.ofMinutes(5), 0.2, 3);
}

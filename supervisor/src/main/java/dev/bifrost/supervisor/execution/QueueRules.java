package dev.bifrost.supervisor.execution;

import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.protocol.KeyPattern;
import java.time.Duration;
import java.util.Optional;

/**
 * What holds for the executions of a queue where their contexts say nothing else.
 *
 * @param retry rules for running again
 * @param timeout limit of one attempt; empty for none
 * @param resultLifetime how long a result can be read, and with it everything else of its execution
 * @param concurrencyKey the key that they share with others; empty for none
 */
public record QueueRules(
    RetryDefaults retry,
    Optional<Duration> timeout,
    Duration resultLifetime,
    Optional<KeyPattern> concurrencyKey) {

  /** The rules of a queue of which nobody said anything. */
  public static final QueueRules STANDARD =
      new QueueRules(
          RetryDefaults.STANDARD,
          Optional.of(ExecutionContext.DEFAULT_TIMEOUT),
          Duration.ofHours(24),
          Optional.empty());

  /**
   * @throws IllegalArgumentException if the lifetime is under a millisecond
   */
  public QueueRules {
    if (resultLifetime.toMillis() < 1) {
      throw new IllegalArgumentException("Lifetimes must be 1 ms or more.");
    }
  }

  /** The same with another lifetime of results. */
  public QueueRules withResultLifetime(Duration lifetime) {
    return new QueueRules(retry, timeout, lifetime, concurrencyKey);
  }
}

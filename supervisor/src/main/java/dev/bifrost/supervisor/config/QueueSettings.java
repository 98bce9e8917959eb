package dev.bifrost.supervisor.config;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.Rate;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What holds for the executions of one queue, where their contexts say nothing else.
 *
 * @param name the queue
 * @param bounds how many run
 * @param share its place among the queues of its pool
 * @param jobTimeout limit of an execution whose context has none; empty for none
 * @param retry rules for running an execution again
 * @param resultTtl time that result, state and journal are kept after the end
 */
public record QueueSettings(
    QueueName name,
    Bounds bounds,
    Share share,
    Optional<Duration> jobTimeout,
    Retry retry,
    Duration resultTtl) {

  /**
   * How many executions run, over all supervisors.
   *
   * @param maxJobs so many at once; empty for any number
   * @param rate so many begin in a time; empty for any number
   * @param concurrencyKey the concurrency key of contexts without one, in which {@code {name}}
   *     stands for the parameter {@code name}; empty for none
   */
  public record Bounds(OptionalInt maxJobs, Optional<Rate> rate, Optional<String> concurrencyKey) {}

  /**
   * Its place among the queues of its pool; the pool's order says which of both counts.
   *
   * @param priority the higher one goes first
   * @param weight its share, 1 or more
   */
  public record Share(int priority, int weight) {}

  /**
   * Rules for running an execution again.
   *
   * @param maxAttempts attempts that exceptions and soft time-outs may use; 1 is never again
   * @param backoff pause before the second attempt
   * @param multiplier growth of the pause from attempt to attempt
   * @param maxBackoff longest pause; {@code backoff} or more
   * @param jitter share of the pause that is left to chance, 0 to 1
   * @param crashCredits deaths of the child that are survived by running again
   */
  public record Retry(
      int maxAttempts,
      Duration backoff,
      double multiplier,
      Duration maxBackoff,
      double jitter,
      int crashCredits) {}
}

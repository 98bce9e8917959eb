package dev.bifrost.supervisor.gate;

import dev.bifrost.protocol.QueueName;
import java.time.Duration;
import java.util.List;

/**
 * What a gate has to know.
 *
 * @param lease how long a concurrency key is held without renewal
 * @param resultLifetime how long results are kept, and idempotency keys with them
 * @param queues the queues that this supervisor serves
 * @param breaker when code is paused
 */
public record GateSettings(
    Duration lease, Duration resultLifetime, List<QueueName> queues, BreakerSettings breaker) {

  /** The usual times, and the queue {@code default}. */
  public static final GateSettings DEFAULT =
      new GateSettings(
          Duration.ofSeconds(15),
          Duration.ofHours(24),
          List.of(QueueName.DEFAULT),
          BreakerSettings.DEFAULT);

  /** Copies the list. */
  public GateSettings {
    queues = List.copyOf(queues);
  }
}

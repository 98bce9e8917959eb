package dev.bifrost.supervisor.gate;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.QueueTable;
import java.time.Duration;
import java.util.List;

/**
 * What a gate has to know.
 *
 * @param lease how long a concurrency key is held without renewal
 * @param rules how long results are kept, and idempotency keys with them
 * @param queues the queues that this supervisor serves
 * @param breaker when code is paused
 */
public record GateSettings(
    Duration lease, QueueTable rules, List<QueueName> queues, BreakerSettings breaker) {

  /** The usual times, and the queue {@code default}. */
  public static final GateSettings DEFAULT =
      new GateSettings(
          Duration.ofSeconds(15),
          QueueTable.STANDARD,
          List.of(QueueName.DEFAULT),
          BreakerSettings.DEFAULT);

  /** For who serves no queue and lets others keep what it promises. */
  public static GateSettings ofClient(Duration lease, Duration resultLifetime) {
    return new GateSettings(
        lease, QueueTable.withResultLifetime(resultLifetime), List.of(), BreakerSettings.DEFAULT);
  }

  /** Copies the list. */
  public GateSettings {
    queues = List.copyOf(queues);
  }
}

package dev.bifrost.supervisor.execution;

import dev.bifrost.protocol.QueueName;
import java.time.Duration;
import java.util.Map;

/**
 * The rules of all queues.
 *
 * @param usual those of a queue that is not named
 * @param named by queue
 */
public record QueueTable(QueueRules usual, Map<QueueName, QueueRules> named) {

  /** No queue has rules of its own. */
  public static final QueueTable STANDARD = new QueueTable(QueueRules.STANDARD, Map.of());

  /** No queue has rules of its own, and results live so long. */
  public static QueueTable withResultLifetime(Duration lifetime) {
    return new QueueTable(QueueRules.STANDARD.withResultLifetime(lifetime), Map.of());
  }

  /** Copies the map. */
  public QueueTable {
    named = Map.copyOf(named);
  }

  /** The rules of this queue. */
  public QueueRules of(QueueName queue) {
    return named.getOrDefault(queue, usual);
  }
}

package dev.bifrost.supervisor.http;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.Executions;
import dev.bifrost.supervisor.health.Health;
import dev.bifrost.supervisor.metrics.Metrics;
import dev.bifrost.supervisor.observe.Vitals;
import dev.bifrost.supervisor.redis.RedisLink;
import java.util.List;

/**
 * What the HTTP interface speaks about.
 *
 * @param link the connection to Redis
 * @param executions what clients do with executions
 * @param queues the queues that this supervisor serves
 * @param vitals how its dispatcher is doing
 * @param health whether it is well
 * @param metrics its numbers
 */
public record Subjects(
    RedisLink link,
    Executions executions,
    List<QueueName> queues,
    Vitals.Source vitals,
    Health health,
    Metrics metrics) {

  /** Copies the list. */
  public Subjects {
    queues = List.copyOf(queues);
  }
}

package dev.bifrost.supervisor.http;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.Executions;
import dev.bifrost.supervisor.observe.Pulse;
import dev.bifrost.supervisor.redis.RedisLink;
import java.util.List;

/**
 * What the HTTP interface speaks about.
 *
 * @param link the connection to Redis
 * @param executions what clients do with executions
 * @param queues the queues that this supervisor serves
 * @param pulse whether its dispatcher gets on
 */
public record Subjects(RedisLink link, Executions executions, List<QueueName> queues, Pulse pulse) {

  /** Copies the list. */
  public Subjects {
    queues = List.copyOf(queues);
  }
}

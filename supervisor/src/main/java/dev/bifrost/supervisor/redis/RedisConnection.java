package dev.bifrost.supervisor.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;

/**
 * A connection to one server, or to all servers of a cluster.
 *
 * @param cluster whether it leads to a cluster, where one command cannot name keys of two slots
 * @param stateful what it is to Lettuce
 * @param async commands whose answers come later; any thread
 * @param sync commands that wait for their answers; one thread
 */
public record RedisConnection(
    boolean cluster,
    StatefulConnection<String, String> stateful,
    RedisClusterAsyncCommands<String, String> async,
    RedisClusterCommands<String, String> sync)
    implements AutoCloseable {

  @Override
  public void close() {
    stateful.close();
  }
}

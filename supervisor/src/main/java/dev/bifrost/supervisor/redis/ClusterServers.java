package dev.bifrost.supervisor.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;

/** The servers of a Redis Cluster; each command goes to the one that has the slot of its keys. */
final class ClusterServers implements Servers {

  private static final Duration REFRESH = Duration.ofSeconds(30);
  private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(1);

  private final RedisClusterClient client;

  /**
   * @param seeds servers of the cluster by which the others are found
   */
  ClusterServers(ClientResources resources, ClientOptions options, List<RedisURI> seeds) {
    this.client = RedisClusterClient.create(resources, seeds);
    client.setOptions(
        ClusterClientOptions.builder(options)
            // The connection to a server is opened by the first command for it, which has to wait.
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.ACCEPT_COMMANDS)
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .enablePeriodicRefresh(REFRESH)
                    .adaptiveRefreshTriggersTimeout(SHORTEST_REFRESH)
                    .build())
            .build());
  }

  @Override
  public RedisConnection connect() {
    StatefulRedisClusterConnection<String, String> connection = client.connect(StringCodec.UTF8);
    return new RedisConnection(true, connection, connection.async(), connection.sync());
  }

  @Override
  public StatefulRedisPubSubConnection<String, String> connectPubSub() {
    return client.connectPubSub(StringCodec.UTF8);
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}

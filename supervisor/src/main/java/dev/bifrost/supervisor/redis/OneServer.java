package dev.bifrost.supervisor.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;

/** One server, or the one that sentinels say is the master. */
final class OneServer implements Servers {

  private final RedisURI uri;
  private final RedisClient client;

  OneServer(ClientResources resources, ClientOptions options, RedisURI uri) {
    this.uri = uri;
    this.client = RedisClient.create(resources);
    client.setOptions(options);
  }

  @Override
  public RedisConnection connect() {
    StatefulRedisConnection<String, String> connection = client.connect(StringCodec.UTF8, uri);
    return new RedisConnection(false, connection, connection.async(), connection.sync());
  }

  @Override
  public StatefulRedisPubSubConnection<String, String> connectPubSub() {
    return client.connectPubSub(StringCodec.UTF8, uri);
  }

  /** Whether this is a node of a cluster, which would send most commands elsewhere. */
  static boolean isNodeOfACluster(RedisConnection connection) {
    try {
      return connection.sync().info("cluster").contains("cluster_enabled:1");
    } catch (RedisException e) {
      // Who may not ask finds out with the first command.
      return false;
    }
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}

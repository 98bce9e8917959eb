package dev.bifrost.child.context;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisStringAsyncCommands;
import java.util.concurrent.CompletableFuture;

/**
 * A connection to one server, or to the servers of a cluster.
 *
 * @param connection what it is to Lettuce
 * @param commands the commands that are needed
 */
record ContextConnection(
    StatefulConnection<String, String> connection,
    RedisStringAsyncCommands<String, String> commands) {

  RedisFuture<String> get(String key) {
    return commands.get(key);
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  CompletableFuture<Void> closeAsync() {
    return connection.closeAsync();
  }
}

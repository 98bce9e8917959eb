package dev.bifrost.child.context;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisSetAsyncCommands;
import io.lettuce.core.api.async.RedisStringAsyncCommands;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A connection to one server, or to the servers of a cluster.
 *
 * @param connection what it is to Lettuce
 * @param strings commands for strings
 * @param sets commands for sets
 */
record ContextConnection(
    StatefulConnection<String, String> connection,
    RedisStringAsyncCommands<String, String> strings,
    RedisSetAsyncCommands<String, String> sets) {

  RedisFuture<String> get(String key) {
    return strings.get(key);
  }

  RedisFuture<Set<String>> members(String key) {
    return sets.smembers(key);
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  CompletableFuture<Void> closeAsync() {
    return connection.closeAsync();
  }
}

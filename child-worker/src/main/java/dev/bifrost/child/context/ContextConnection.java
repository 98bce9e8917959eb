package dev.bifrost.child.context;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A connection to one server, or to the servers of a cluster.
 *
 * @param connection what it is to Lettuce
 * @param commands what can be asked; of those, the few methods below are
 */
record ContextConnection(
    StatefulConnection<String, String> connection,
    RedisClusterAsyncCommands<String, String> commands) {

  private static final int MOST_ENTRIES = 1_000;

  RedisFuture<String> get(String key) {
    return commands.get(key);
  }

  RedisFuture<Set<String>> members(String key) {
    return commands.smembers(key);
  }

  /** Entries of a stream after this one; where there are none, waits so long for one. */
  @SuppressWarnings("unchecked") // Lettuce takes an array of a generic type; it only reads it.
  RedisFuture<List<StreamMessage<String, String>>> read(String key, String after, Duration block) {
    XReadArgs arguments = XReadArgs.Builder.count(MOST_ENTRIES);
    // To Redis, zero would mean for ever.
    if (block.toMillis() > 0) {
      arguments.block(block);
    }
    return commands.xread(arguments, XReadArgs.StreamOffset.from(key, after));
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  CompletableFuture<Void> closeAsync() {
    return connection.closeAsync();
  }
}

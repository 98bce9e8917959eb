package dev.bifrost.child.context;

import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.StreamReadOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.output.ValueSetOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A connection to one server, or to the servers of a cluster. It makes the few commands that a
 * child has itself: Lettuce's own interfaces know a thousand, which take longer to load than to
 * connect.
 *
 * @param connection what it is to Lettuce
 */
record ContextConnection(StatefulConnection<String, String> connection) {

  private static final int MOST_ENTRIES = 1_000;

  CompletableFuture<String> get(String key) {
    return send(CommandType.GET, new ValueOutput<>(StringCodec.UTF8), key(key));
  }

  CompletableFuture<Set<String>> members(String key) {
    return send(CommandType.SMEMBERS, new ValueSetOutput<>(StringCodec.UTF8), key(key));
  }

  /** Entries of a stream after this one; where there are none, waits so long for one. */
  CompletableFuture<List<StreamMessage<String, String>>> read(
      String key, String after, Duration block) {
    CommandArgs<String, String> arguments =
        new CommandArgs<>(StringCodec.UTF8).add(CommandKeyword.COUNT).add(MOST_ENTRIES);
    // To Redis, zero would mean for ever.
    if (block.toMillis() > 0) {
      arguments.add(CommandKeyword.BLOCK).add(block.toMillis());
    }
    arguments.add("STREAMS").addKey(key).add(after);
    return send(CommandType.XREAD, new StreamReadOutput<>(StringCodec.UTF8), arguments);
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  CompletableFuture<Void> closeAsync() {
    return connection.closeAsync();
  }

  private static CommandArgs<String, String> key(String key) {
    return new CommandArgs<>(StringCodec.UTF8).addKey(key);
  }

  private <T> CompletableFuture<T> send(
      CommandType type,
      CommandOutput<String, String, T> output,
      CommandArgs<String, String> arguments) {
    AsyncCommand<String, String, T> command =
        new AsyncCommand<>(new Command<>(type, output, arguments));
    connection.dispatch(command);
    return command;
  }
}

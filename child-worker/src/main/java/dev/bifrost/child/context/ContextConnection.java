package dev.bifrost.child.context;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.output.ValueSetOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A connection to one server, or to the servers of a cluster. It makes the two commands that a
 * child has itself: Lettuce's own interfaces know a thousand, which take longer to load than to
 * connect.
 *
 * @param connection what it is to Lettuce
 */
record ContextConnection(StatefulConnection<String, String> connection) {

  CompletableFuture<String> get(String key) {
    return send(CommandType.GET, new ValueOutput<>(StringCodec.UTF8), key);
  }

  CompletableFuture<Set<String>> members(String key) {
    return send(CommandType.SMEMBERS, new ValueSetOutput<>(StringCodec.UTF8), key);
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  CompletableFuture<Void> closeAsync() {
    return connection.closeAsync();
  }

  private <T> CompletableFuture<T> send(
      CommandType type, CommandOutput<String, String, T> output, String key) {
    AsyncCommand<String, String, T> command =
        new AsyncCommand<>(
            new Command<>(type, output, new CommandArgs<>(StringCodec.UTF8).addKey(key)));
    connection.dispatch(command);
    return command;
  }
}

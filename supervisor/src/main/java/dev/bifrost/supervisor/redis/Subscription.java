package dev.bifrost.supervisor.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Hears what is published on channels, for as long as it is open; also after a reconnect. */
public final class Subscription implements AutoCloseable {

  private final StatefulRedisPubSubConnection<String, String> connection;
  private final CompletionStage<Void> begun;

  private Subscription(
      StatefulRedisPubSubConnection<String, String> connection, CompletionStage<Void> begun) {
    this.connection = connection;
    this.begun = begun;
  }

  /** Hears what is said on these channels. */
  static Subscription toChannels(
      StatefulRedisPubSubConnection<String, String> connection,
      List<String> channels,
      Consumer<String> listener) {
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String message) {
            listener.accept(message);
          }
        });
    return new Subscription(
        connection, connection.async().subscribe(channels.toArray(String[]::new)));
  }

  /** Hears on which channels that match something is said. */
  static Subscription toPattern(
      StatefulRedisPubSubConnection<String, String> connection,
      String pattern,
      Consumer<String> listener) {
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String matched, String channel, String message) {
            listener.accept(channel);
          }
        });
    return new Subscription(connection, connection.async().psubscribe(pattern));
  }

  /** Completes when everything that is published from then on is heard. */
  public CompletionStage<Void> begun() {
    return begun;
  }

  @Override
  public void close() {
    // Closing is asked for from Redis' own threads, which must not wait for it.
    CompletionStage<Void> unused = connection.closeAsync();
  }
}

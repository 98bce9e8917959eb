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

  Subscription(
      StatefulRedisPubSubConnection<String, String> connection,
      List<String> channels,
      Consumer<String> listener) {
    this.connection = connection;
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String message) {
            listener.accept(message);
          }
        });
    this.begun = connection.async().subscribe(channels.toArray(String[]::new));
  }

  /** Completes when everything that is published from then on is heard. */
  public CompletionStage<Void> begun() {
    return begun;
  }

  @Override
  public void close() {
    connection.closeAsync();
  }
}

package dev.bifrost.supervisor.chaos;

import dev.bifrost.supervisor.process.RedisServer;
import dev.bifrost.supervisor.process.StateLock;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A Redis that loses nothing that it has answered, however it is treated. One thread treats it. */
final class ChaosRedis implements AutoCloseable {

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);

  private final StateLock state;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private volatile RedisServer server;

  private ChaosRedis(StateLock state, RedisServer server) {
    this.state = state;
    this.server = server;
    RedisURI uri = RedisURI.create(server.uri());
    uri.setTimeout(LONGEST_ANSWER);
    client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .build());
    connection = client.connect();
    beExact();
  }

  static ChaosRedis start(Path folder) throws IOException, InterruptedException {
    StateLock state = StateLock.take(folder.resolve("redis-state"));
    return new ChaosRedis(state, RedisServer.start(state));
  }

  String uri() {
    return server.uri();
  }

  /** Each call may fail while the server is ill-treated. */
  RedisCommands<String, String> commands() {
    return connection.sync();
  }

  RedisAsyncCommands<String, String> pipelined() {
    return connection.async();
  }

  void kill() {
    ProcessHandle.of(server.pid()).ifPresent(ProcessHandle::destroyForcibly);
    server.ended().join();
  }

  void restart() throws IOException, InterruptedException {
    server = RedisServer.start(state);
    // Over a connection of its own: the other one takes its time to notice.
    try (RedisClient fresh = RedisClient.create(server.uri())) {
      fresh.connect().sync().configSet("appendfsync", "always");
    }
  }

  void signal(String name) throws IOException, InterruptedException {
    Signal.send(name, server.pid());
  }

  @Override
  public void close() throws IOException {
    client.shutdown();
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    state.close();
  }

  private void beExact() {
    connection.sync().configSet("appendfsync", "always");
  }
}

package dev.bifrost.supervisor.testing;

import dev.bifrost.protocol.KeySpace;
import dev.bifrost.supervisor.process.RedisServer;
import dev.bifrost.supervisor.process.StateLock;
import dev.bifrost.supervisor.redis.RedisAddress;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisSettings;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisServerCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Redis of its own for a test class, empty before each test; and the means to ill-treat it.
 * Register it in a static field. Links that were asked for are closed after each test.
 */
public final class RedisExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  private static final Duration BOUND = Duration.ofSeconds(10);

  private final KeySpace keys;
  private final List<RedisLink> links = new ArrayList<>();
  private @Nullable Path directory;
  private @Nullable StateLock state;
  private @Nullable RedisServer server;
  private @Nullable RedisCluster cluster;
  private @Nullable AbstractRedisClient client;
  private @Nullable RedisClusterCommands<String, String> commands;
  private boolean paused;
  private int classes;

  /** A server whose keys are those of the contract. */
  public RedisExtension() {
    this(KeySpace.DEFAULT);
  }

  /** A server that is used with these keys. */
  public RedisExtension(KeySpace keys) {
    this.keys = keys;
  }

  /** How keys are spelt. */
  public KeySpace keys() {
    return keys;
  }

  /** The address, with its password. */
  public String uri() {
    return cluster == null ? server().uri() : cluster.uri();
  }

  /** A look at the data, and a way to spoil them. */
  public RedisClusterCommands<String, String> commands() {
    if (commands == null) {
      if (cluster == null) {
        RedisClient single = RedisClient.create(uri());
        commands = single.connect().sync();
        client = single;
      } else {
        RedisClusterClient all =
            RedisClusterClient.create(
                cluster.nodes().stream().map(RedisNode::uri).map(RedisURI::create).toList());
        commands = all.connect().sync();
        client = all;
      }
    }
    return commands;
  }

  /** Sets an option of the server, or of each of them. */
  public void configure(String option, String value) {
    if (cluster == null) {
      commands().configSet(option, value);
    } else {
      cluster.nodes().forEach(node -> node.ask(asked -> asked.configSet(option, value)));
    }
  }

  /** A link as the supervisor has one. */
  public RedisLink link() throws RedisTroubleException {
    RedisLink link =
        RedisLink.open(
            new RedisSettings(
                new RedisAddress(uri()), keys, Duration.ofSeconds(2), Duration.ofSeconds(2)));
    links.add(link);
    return link;
  }

  /** Kills it with SIGKILL; its data are as old as the last second. */
  public void kill() throws InterruptedException {
    if (cluster != null) {
      cluster.nodes().forEach(RedisNode::kill);
      return;
    }
    ProcessHandle.of(server().pid()).ifPresent(ProcessHandle::destroyForcibly);
    server().ended().join();
  }

  /** Stops it politely; nothing is lost. */
  public void stop() throws IOException, InterruptedException {
    if (cluster != null) {
      cluster.nodes().forEach(RedisNode::stop);
      return;
    }
    server().stop();
  }

  /** Starts it again after {@link #kill} or {@link #stop}, where it was and with its data. */
  public void restart() throws IOException, InterruptedException {
    if (cluster != null) {
      cluster.restart();
      return;
    }
    server = RedisServer.start(Objects.requireNonNull(state));
  }

  /** Lets it hang: connections stay and nothing is answered. */
  public void pause() throws IOException, InterruptedException {
    signal("-STOP");
    paused = true;
  }

  /** Ends {@link #pause}. */
  public void resume() throws IOException, InterruptedException {
    signal("-CONT");
    paused = false;
  }

  /** Forgets which scripts failed, for {@link #awaitFailedScript}. */
  public void forgetFailedScripts() {
    if (cluster == null) {
      commands().configResetstat();
    } else {
      cluster.nodes().forEach(node -> node.ask(RedisServerCommands::configResetstat));
    }
  }

  /** Returns when a script has failed at the server; each look is a question to the server. */
  public void awaitFailedScript() {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!commandStatistics().matches("(?s).*evalsha:[^\n]*failed_calls=[1-9].*")) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("No script failed: " + commandStatistics());
      }
    }
  }

  private String commandStatistics() {
    return cluster == null
        ? commands().info("commandstats")
        : cluster.nodes().stream()
            .map(node -> node.ask(asked -> asked.info("commandstats")))
            .collect(Collectors.joining("\n"));
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
    // Nested classes come here too, and share the server of the one around them.
    if (classes++ > 0) {
      return;
    }
    directory = Files.createTempDirectory("bifrost-redis-");
    if (context.getRequiredTestClass().isAnnotationPresent(OnCluster.class)) {
      cluster = RedisCluster.start(directory);
      return;
    }
    state = StateLock.take(directory);
    server = RedisServer.start(state);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    commands().flushall();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
    if (paused) {
      resume();
    }
    links.forEach(RedisLink::close);
    links.clear();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
    if (--classes > 0) {
      return;
    }
    if (client != null) {
      client.shutdown();
      client = null;
      commands = null;
    }
    if (cluster != null) {
      cluster.nodes().forEach(RedisNode::kill);
      cluster = null;
    }
    if (server != null) {
      server.stop();
      server = null;
    }
    if (state != null) {
      state.close();
      state = null;
    }
    if (directory != null) {
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  private RedisServer server() {
    return Objects.requireNonNull(server, "The server has not been started.");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    if (cluster != null) {
      cluster.signal(signal);
      return;
    }
    new ProcessBuilder("kill", signal, Long.toString(server().pid())).start().waitFor();
  }
}

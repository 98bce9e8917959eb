package dev.bifrost.supervisor.testing;

import dev.bifrost.supervisor.process.RedisPrograms;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One server of a cluster or of a replication, with a port that has room for its bus. */
final class RedisNode {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int BUS = 10_000;

  private final Path folder;
  private final Path program;
  private final int port;
  private final List<String> options;
  private @Nullable Process process;

  RedisNode(Path folder, String... options) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    this.program = RedisPrograms.locate(folder);
    this.port = choosePort();
    this.options = List.of(options);
  }

  int port() {
    return port;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Starts it, with the data that it left, and waits until it answers. */
  void start(String... mode) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    Path configuration = folder.resolve("redis.conf");
    if (!Files.exists(configuration)) {
      Files.writeString(configuration, "", StandardOpenOption.CREATE);
    }
    command.add(configuration.toString());
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", folder.toString(), "--save", ""));
    command.addAll(options);
    command.addAll(List.of(mode));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    until("it answers", commands -> commands.ping().equals("PONG"));
  }

  /** Asks it something over a connection of its own. */
  <T> T ask(Function<RedisCommands<String, String>, T> question) {
    RedisClient client = RedisClient.create(uri());
    try {
      return question.apply(client.connect().sync());
    } finally {
      client.shutdown(0, 0, TimeUnit.SECONDS);
    }
  }

  /** Returns when the answer is yes; each look is a question to the server. */
  void until(String what, Function<RedisCommands<String, String>, Boolean> question) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    RedisClient client = RedisClient.create(uri());
    try {
      while (System.nanoTime() < deadline) {
        try {
          if (question.apply(client.connect().sync())) {
            return;
          }
        } catch (RedisException e) {
          if (process == null || !process.isAlive()) {
            throw new AssertionError("A server ended: " + log(), e);
          }
        }
      }
      throw new AssertionError("Not in time: " + what + ": " + log());
    } finally {
      client.shutdown(0, 0, TimeUnit.SECONDS);
    }
  }

  void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  void stop() {
    Process running = process;
    if (running != null) {
      running.destroy();
      running.onExit().join();
    }
  }

  void signal(String signal) throws IOException, InterruptedException {
    Process running = process;
    if (running != null) {
      new ProcessBuilder("kill", signal, Long.toString(running.pid())).start().waitFor();
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void assertTaken(BindException e) {
    if (e.getMessage() == null) {
      throw new AssertionError("No port can be had", e);
    }
  }

  private static int choosePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(12_000, 22_000);
      try (ServerSocket client = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
          ServerSocket bus = new ServerSocket(port + BUS, 1, InetAddress.getLoopbackAddress())) {
        if (client.isBound() && bus.isBound()) {
          return port;
        }
      } catch (BindException taken) {
        assertTaken(taken);
      }
    }
  }
}

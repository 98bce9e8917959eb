package dev.bifrost.supervisor.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A running program that takes executions from a queue.
 *
 * @param name for the table
 * @param namespace before its keys in Redis
 * @param process it
 * @param log what it said
 */
record Contestant(String name, String namespace, Process process, Path log)
    implements AutoCloseable {

  private static final long LONGEST_START_NANOS = 60_000_000_000L;
  private static final long GLANCE_NANOS = 20_000_000L;

  /** A supervisor as {@code scripts/bifrost serve} starts it, with so many children. */
  static Contestant bifrost(Stage stage, int children, String... options) throws IOException {
    Path state = Files.createTempDirectory(stage.folder(), "state");
    List<String> command = new ArrayList<>();
    command.add(stage.root().resolve("scripts").resolve("bifrost").toString());
    command.addAll(List.of("serve", "--redis", stage.uri()));
    command.addAll(List.of("--children", Integer.toString(children)));
    command.addAll(List.of("--state-dir", state.toString(), "--log-level", "warn"));
    command.addAll(List.of("--class-path", Stage.CLASSES.toString()));
    command.addAll(List.of(options));
    return start("bifrost", "bifrost", command, stage);
  }

  /** The floor with so many children. */
  static Contestant floor(Stage stage, int children) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx256m"));
    command.addAll(List.of("-cp", Stage.CLASSES.toString(), FloorMain.class.getName()));
    command.addAll(List.of(stage.uri(), Integer.toString(children)));
    return start("floor", "floor", command, stage);
  }

  private static Contestant start(String name, String namespace, List<String> command, Stage stage)
      throws IOException {
    Path log = Files.createTempFile(stage.folder(), name, ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("BIFROST_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Contestant started = new Contestant(name, namespace, process, log);
    started.awaitReady();
    return started;
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + LONGEST_START_NANOS;
    while (!output().contains(": ready")) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        close();
        throw new IllegalStateException(name + " did not start:\n" + output());
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }

  String queue() {
    return namespace + ":queue:default";
  }

  String key(String id, String part) {
    return namespace + ":exec:" + id + ":" + part;
  }

  /** The JVMs that it runs executions in. */
  List<ProcessHandle> children() {
    return process.children().toList();
  }

  String output() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> left = process.descendants().toList();
    process.destroyForcibly();
    left.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }
}

package dev.bifrost.supervisor.chaos;

import dev.bifrost.supervisor.fault.FaultPoint;
import dev.bifrost.supervisor.fault.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One supervisor, as operators run it.
 *
 * @param name of the process, new with each start
 * @param process it
 * @param log what it said
 * @param armed where it was asked to die
 */
record Member(String name, Process process, Path log, Optional<FaultPoint> armed) {

  /** A chance at which a busy supervisor dies within moments. */
  static final double LIKELY = 0.3;

  /** A chance at which a busy supervisor lives for a while. */
  static final double SELDOM = 0.001;

  private static final Path CLASSES = classes();
  private static final Path JAR = CLASSES.resolveSibling("bifrost.jar");

  /** Starts one, and does not wait for it. */
  static Member start(
      Path folder, String name, String redis, int children, Optional<FaultPoint> armed)
      throws IOException {
    return start(folder, name, redis, children, armed, LIKELY);
  }

  /**
   * The same.
   *
   * @param chance how likely it dies at each passage of the point that it was asked to die at
   */
  static Member start(
      Path folder,
      String name,
      String redis,
      int children,
      Optional<FaultPoint> armed,
      double chance)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    armed.ifPresent(
        point -> command.add("-D" + Faults.PROPERTY + "=" + point.text() + ":halt:" + chance));
    command.addAll(List.of("-jar", JAR.toString(), "serve", "--redis", redis));
    command.addAll(List.of("--children", Integer.toString(children)));
    command.addAll(List.of("--config", configuration(folder).toString()));
    command.addAll(List.of("--state-dir", folder.resolve("state").toString()));
    command.addAll(List.of("--workspace", folder.toString()));
    command.addAll(List.of("--class-path", CLASSES.toString()));
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("BIFROST_"));
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Member(name, process, log, armed);
  }

  /** Waits until it serves. */
  Member awaitReady() throws InterruptedException {
    Patience.until(
        name + " to be ready; its log is " + log,
        () -> {
          if (!isAlive()) {
            throw new AssertionError(name + " ended:\n" + output());
          }
          return isReady();
        });
    return this;
  }

  boolean isReady() {
    return output().contains(": ready");
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** The JVMs that it runs executions in. */
  List<ProcessHandle> children() {
    return process
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains("child-worker"))
        .toList();
  }

  /** Completes when it has ended. */
  CompletableFuture<Process> ended() {
    return process.onExit();
  }

  void terminate() {
    process.destroy();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Ends it and everything that it has started; returns when it is gone. */
  void destroy() {
    List<ProcessHandle> left = process.descendants().toList();
    kill();
    left.forEach(ProcessHandle::destroyForcibly);
    ended().join();
  }

  String output() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path configuration(Path folder) throws IOException {
    Path file = folder.resolve("bifrost.yaml");
    if (!Files.exists(file)) {
      Files.writeString(
          file,
          String.join(
              "\n",
              "lease: {duration: " + ChaosSettings.LEASE.toSeconds() + "s, renewal: 1s}",
              "child: {heap: 64m, flags: -XX:TieredStopAtLevel=1}",
              "drain: {limit: 10s}",
              "http: {enabled: false}",
              // All executions share one class, and its deaths are ours: a breaker opens sometimes.
              "breaker: {crashes: 12, within: 5s, pause: 1s}",
              ""));
    }
    return file;
  }

  private static Path classes() {
    try {
      return Path.of(Member.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.bifrost.supervisor.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A supervisor as operators run it: {@code java -jar bifrost.jar serve}, a process of its own. */
final class Service implements AutoCloseable {

  private static final Path JAR = Path.of("target", "bifrost.jar").toAbsolutePath();
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private final Process process;
  private final Path output;

  private Service(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** The words before those of a command of {@code bifrost}. */
  static List<String> command() {
    // So little that a backlog held in memory would not fit.
    return List.of(JAVA.toString(), "-Xmx40m", "-XX:+UseSerialGC", "-jar", JAR.toString());
  }

  /** Starts one that serves the queue {@code default} with the workflows of the tests. */
  static Service start(Path folder, String redis, int children, String... options)
      throws IOException {
    return launch("", folder, redis, children, options).awaitReady();
  }

  /** Starts one with the pools that the options configure. */
  static Service startPools(Path folder, String redis, String... options) throws IOException {
    return launch("", folder, redis, List.of(options)).awaitReady();
  }

  /**
   * Starts one, and does not wait until it is ready.
   *
   * @param javaOptions what the environment tells every {@code java}
   */
  static Service launch(
      String javaOptions, Path folder, String redis, int children, String... options)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("--children", Integer.toString(children)));
    all.addAll(List.of(options));
    return launch(javaOptions, folder, redis, all);
  }

  private static Service launch(String javaOptions, Path folder, String redis, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>(command());
    command.add("serve");
    command.addAll(List.of("--redis", redis));
    command.addAll(List.of("--state-dir", folder.resolve("state").toString()));
    command.addAll(List.of("--workspace", folder.toString()));
    command.addAll(
        List.of("--class-path", Path.of("target", "test-classes").toAbsolutePath() + ""));
    command.addAll(options);
    Path output = Files.createTempFile(folder, "service", ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("BIFROST_"));
    builder.environment().put("JDK_JAVA_OPTIONS", javaOptions);
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    return new Service(process, output);
  }

  /** Waits until it serves. */
  Service awaitReady() {
    await("the service to be ready")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> output().contains(": ready") || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError("The service did not start:\n" + output());
    }
    return this;
  }

  /** Everything that it printed. */
  String output() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The processes that it has started and that live, children of children included; but not the one
   * that rehearses for a class archive and ends by itself.
   */
  List<ProcessHandle> descendants() {
    try (Stream<ProcessHandle> all = process.descendants()) {
      return all.filter(each -> !rehearses(each)).toList();
    }
  }

  private static boolean rehearses(ProcessHandle process) {
    return process.info().arguments().map(List::of).orElse(List.of()).contains("--rehearse");
  }

  long pid() {
    return process.pid();
  }

  void terminate() {
    process.destroy();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Waits for its end and answers its exit code. */
  int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("The service did not end:\n" + output());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    List<ProcessHandle> left = process.descendants().toList();
    process.destroyForcibly();
    left.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }
}

package dev.bifrost.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ChildMessage.Kind;
import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.ControlLine;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.MessageReader;
import dev.bifrost.protocol.MessageReader.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** The real jar in a real process, seen as a supervisor sees it: a pipe and an exit code. */
final class ChildProcess implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Path errors;
  private final List<ChildMessage> messages = new CopyOnWriteArrayList<>();
  private final List<String> disturbances = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private ChildProcess(List<String> command, Map<String, String> environment) throws IOException {
    errors = Files.createTempFile("bifrost-child", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("BIFROST_"));
    builder.environment().putAll(environment);
    process = builder.start();
    reader = new Thread(this::read, "child-process-messages");
    reader.setDaemon(true);
    reader.start();
  }

  /** A child by hand, with its environment. */
  static ChildProcess start(Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(java());
    command.addAll(List.of(arguments));
    return new ChildProcess(command, environment);
  }

  /** A child behind another process, which passes its input and output on. */
  static ChildProcess startBehindShell(Map<String, String> environment) throws IOException {
    // Without the echo after it the shell would become the JVM instead of being its parent. The
    // other end of the child's input is held by a process of its own, as a supervisor's would be.
    String line = "cat <&3 | " + String.join(" ", java()) + "; echo ended";
    return new ChildProcess(List.of("sh", "-c", "exec 3<&0; " + line), environment);
  }

  static List<String> java() {
    Path jar = Path.of("target", "child-worker.jar").toAbsolutePath();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-jar",
        jar.toString());
  }

  Process process() {
    return process;
  }

  List<ChildMessage> messages() {
    return messages;
  }

  String errors() throws IOException {
    return Files.readString(errors);
  }

  void send(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.toHandle().destroy();
  }

  ExecutionResult run(String id) throws IOException {
    send(id);
    return result(id);
  }

  ExecutionResult result(String id) {
    Awaitility.await("the result of " + id)
        .atMost(PATIENCE)
        .untilAsserted(() -> describeIf(results(id).isEmpty()));
    return results(id).get(0);
  }

  List<ExecutionResult> results(String id) {
    return messages.stream()
        .filter(message -> message.kind() == Kind.RESULT)
        .map(message -> ((ChildMessage.Result) message).result())
        .filter(result -> result.id().value().equals(id))
        .toList();
  }

  ChildMessage await(Kind kind) {
    Awaitility.await("a message " + kind)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> describeIf(messages.stream().noneMatch(message -> message.kind() == kind)));
    return messages.stream().filter(message -> message.kind() == kind).findFirst().orElseThrow();
  }

  int exitCode() {
    Awaitility.await("the end of the child")
        .atMost(PATIENCE)
        .untilAsserted(() -> describeIf(process.isAlive() || reader.isAlive()));
    return process.exitValue();
  }

  /** The line that gives a child these settings. */
  static String configure(RedisForTests redis) {
    ChildSettings other = ChildSettings.DEFAULT;
    ChildSettings settings =
        new ChildSettings(
            "c1",
            redis.uri(),
            other.keys(),
            other.contextDeadline(),
            List.of(Path.of("target", "test-classes").toAbsolutePath().toString()),
            ".",
            other.grace(),
            other.limits());
    return new ControlLine.Configure(settings).text();
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    Files.deleteIfExists(errors);
  }

  private void describeIf(boolean bad) throws IOException {
    if (bad) {
      throw new AssertionError(
          "Messages: " + messages + "\nOther output: " + disturbances + "\nLog:\n" + errors());
    }
  }

  private void read() {
    try (InputStream output = process.getInputStream()) {
      MessageReader parts =
          new MessageReader(output, ChildSettings.Limits.DEFAULT.longestMessage());
      for (Part part = parts.next(); part != null; part = parts.next()) {
        if (part instanceof Part.Message message) {
          messages.add(message.message());
        } else {
          disturbances.add(part.toString());
        }
      }
    } catch (IOException e) {
      disturbances.add(e.toString());
    }
  }
}

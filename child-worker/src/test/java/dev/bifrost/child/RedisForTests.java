package dev.bifrost.child;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real Redis on a loopback port, for the tests that need one; it can be stopped and started. */
public final class RedisForTests implements AutoCloseable {

  private final Path directory;
  private final Path binary;
  private final int port;
  private final List<String> options;
  private @Nullable Process process;

  /**
   * @param options more of the server's options
   */
  public RedisForTests(String... options) throws IOException {
    this.directory = Files.createTempDirectory("bifrost-redis");
    this.binary = binary(directory);
    this.port = freePort();
    this.options = List.of(options);
    start();
  }

  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Starts it and waits until it answers; its data is empty. */
  public void start() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(binary.toString(), "--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--dir", directory.toString()));
    command.addAll(options);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    Awaitility.await("Redis to answer on port " + port)
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> !command("PING").isEmpty());
  }

  /** Kills it. */
  public void stop() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
      process = null;
    }
  }

  /** Sends a command and gives the first line of the answer. */
  public String command(String... words) {
    StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      request.append('$').append(word.getBytes(UTF_8).length).append("\r\n");
      request.append(word).append("\r\n");
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader answer =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      socket.getOutputStream().write(request.toString().getBytes(UTF_8));
      return String.valueOf(answer.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  private static Path binary(Path directory) throws IOException {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path onPath = Path.of(folder, "redis-server");
      if (Files.isExecutable(onPath)) {
        return onPath;
      }
    }
    boolean arm = System.getProperty("os.arch").toLowerCase(Locale.ROOT).matches("aarch64|arm64");
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    String name =
        mac
            ? "redis-server-6.2.6-v5-darwin-" + (arm ? "arm64" : "amd64")
            : arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
    Path binary = directory.resolve("redis-server");
    try (InputStream packed = RedisForTests.class.getResourceAsStream("/" + name)) {
      if (packed == null) {
        throw new IOException("No redis-server on the PATH, and none packed as " + name);
      }
      Files.copy(packed, binary, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!binary.toFile().setExecutable(true)) {
      throw new IOException("Cannot be made executable: " + binary);
    }
    return binary;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

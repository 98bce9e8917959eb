package dev.bifrost.supervisor.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The files of the embedded Redis: password, configuration, pid, log, data, and its address. */
final class RedisDirectory {

  private static final int PASSWORD_BYTES = 16;
  private static final int LINES_SHOWN = 10;

  private final Path directory;

  RedisDirectory(Path directory) throws IOException {
    this.directory = directory;
    PrivateFile.directory(directory);
  }

  Path path() {
    return directory;
  }

  Path configuration() {
    return directory.resolve("redis.conf");
  }

  Path log() {
    return directory.resolve("redis.log");
  }

  /** Where a program on this host finds the address; there while the server is. */
  static Path uriFile(Path directory) {
    return directory.resolve("uri");
  }

  /** The password, made at the first start and kept: it is what tells our server from others. */
  String password() throws IOException {
    Path file = directory.resolve("password");
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      byte[] random = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(random);
      String password = HexFormat.of().formatHex(random);
      PrivateFile.write(file, password);
      return password;
    }
  }

  /** The port of the last start, if there was one. */
  Optional<Integer> lastPort() throws IOException {
    if (!Files.exists(configuration())) {
      return Optional.empty();
    }
    return Files.readAllLines(configuration()).stream()
        .filter(line -> line.startsWith("port "))
        .map(line -> Integer.valueOf(line.substring("port ".length()).strip()))
        .findFirst();
  }

  /** A server that was started on this directory and is still alive. */
  Optional<ProcessHandle> living() throws IOException {
    long pid;
    try {
      pid = Long.parseLong(Files.readString(pidFile()).strip());
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
    // The pid alone may be another's by now; the command line names this directory.
    return ProcessHandle.of(pid).filter(this::isOurs);
  }

  void configure(int port, String password) throws IOException {
    PrivateFile.write(
        configuration(),
        String.join(
            "\n",
            "# Written at every start; changes are lost.",
            "bind 127.0.0.1",
            "port " + port,
            "requirepass " + password,
            "dir " + quoted(directory),
            "pidfile " + quoted(pidFile()),
            "logfile " + quoted(log()),
            "loglevel notice",
            "daemonize no",
            "# The command line is what tells this server from a stranger with its pid.",
            "set-proc-title no",
            "save \"\"",
            "appendonly yes",
            "appendfsync everysec",
            "maxmemory-policy noeviction",
            ""));
  }

  void publish(String uri) throws IOException {
    PrivateFile.write(uriFile(directory), uri);
  }

  void withdraw() throws IOException {
    Files.deleteIfExists(uriFile(directory));
    Files.deleteIfExists(pidFile());
  }

  /** The last port, so that others find it again, if nobody else has it now; else a free one. */
  int choosePort(boolean anew) throws IOException {
    Optional<Integer> last = anew ? Optional.empty() : lastPort();
    if (last.isPresent() && isFree(last.get())) {
      return last.get();
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The last lines of the server's log, for the message of a failure. */
  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  private Path pidFile() {
    return directory.resolve("redis.pid");
  }

  private boolean isOurs(ProcessHandle process) {
    Optional<String[]> arguments = process.info().arguments();
    return process.isAlive()
        && arguments.isPresent()
        && List.of(arguments.get()).contains(configuration().toString());
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As the server binds: the remains of its last connections do not hinder it.
      socket.setReuseAddress(true);
      socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

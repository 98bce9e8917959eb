package dev.bifrost.supervisor.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server program that runs on this host: {@code redis-server} or {@code valkey-server} of the
 * PATH, else one that is carried along for Linux and macOS on both their processors.
 */
final class RedisBinary {

  private static final Logger log = LoggerFactory.getLogger(RedisBinary.class);
  private static final List<String> NAMES = List.of("redis-server", "valkey-server");
  private static final Pattern VERSION = Pattern.compile("\\bv=(\\d+)\\.(\\d+)");
  private static final int LONGEST_ANSWER = 1_000;

  private RedisBinary() {}

  /**
   * Finds a program, and puts it into the directory if it has to be unpacked.
   *
   * @throws IOException if there is none that runs here; the message says what was tried and what
   *     can be done
   */
  static Path locate(Path directory) throws IOException, InterruptedException {
    List<String> tried = new ArrayList<>();
    for (Path program : onPath(NAMES).toList()) {
      if (runs(program, tried)) {
        return program;
      }
    }
    for (String resource : carried()) {
      Path program = unpack(resource, directory);
      if (runs(program, tried)) {
        return program;
      }
    }
    throw new IOException(
        "No Redis server runs on this host (tried: "
            + (tried.isEmpty() ? "none is on the PATH or made for it" : String.join("; ", tried))
            + "). Nothing was started; install redis-server 6.2 or later, or configure redis.uri.");
  }

  /** Programs of these names on the PATH, in its order; none where there is no PATH. */
  static Stream<Path> onPath(List<String> names) {
    return Stream.of(
            Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .flatMap(directory -> names.stream().map(name -> Path.of(directory, name)))
        .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program));
  }

  private static List<String> carried() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    if (system.contains("linux")) {
      return arm
          ? List.of("redis-server-6.2.7-linux-arm64")
          // The first needs OpenSSL 3; the second is linked statically and needs nothing.
          : List.of("redis-server-6.2.6-v5-linux-amd64", "redis-server-6.2.7-linux-386");
    }
    if (system.contains("mac")) {
      return List.of("redis-server-6.2.6-v5-darwin-" + (arm ? "arm64" : "amd64"));
    }
    return List.of();
  }

  private static Path unpack(String resource, Path directory) throws IOException {
    Path program = directory.resolve(resource);
    try (InputStream in = RedisBinary.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new IOException("The program " + resource + " is missing from Bifrost's jar.");
      }
      // A new file each time: an old one may be cut short, or be running and not to be written.
      Path unpacked = directory.resolve(resource + ".new");
      Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
      PrivateFile.ownerOnly(unpacked);
      Files.move(unpacked, program, StandardCopyOption.REPLACE_EXISTING);
    }
    return program;
  }

  private static boolean runs(Path program, List<String> tried)
      throws IOException, InterruptedException {
    String answer = version(program);
    Matcher version = VERSION.matcher(answer);
    if (!version.find()) {
      tried.add(program + " does not run: " + answer.lines().findFirst().orElse("no answer"));
      return false;
    }
    int major = Integer.parseInt(version.group(1));
    if (major < 6 || (major == 6 && Integer.parseInt(version.group(2)) < 2)) {
      tried.add(program + " is too old: " + version.group());
      return false;
    }
    log.debug("The Redis server is {}: {}", program, answer);
    return true;
  }

  private static String version(Path program) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
    } catch (IOException e) {
      // A program for another C library or processor fails like a missing one.
      return Optional.ofNullable(e.getMessage()).orElse("it cannot be started");
    }
    try {
      process.getOutputStream().close();
      byte[] answer = process.getInputStream().readNBytes(LONGEST_ANSWER);
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        return "it does not end";
      }
      return new String(answer, StandardCharsets.UTF_8).strip();
    } finally {
      process.destroyForcibly();
    }
  }
}

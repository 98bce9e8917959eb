package dev.bifrost.supervisor.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded Redis: a real server on a loopback port, with a password, its data in the state
 * directory and kept over restarts. Where a supervisor was killed, its server lives on; the next
 * one takes that over instead of starting a second on the same data.
 */
public final class RedisServer {

  private static final Logger log = LoggerFactory.getLogger(RedisServer.class);
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(2);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
  private static final Duration BETWEEN_PINGS = Duration.ofMillis(20);
  private static final int STARTS = 3;

  private final RedisDirectory directory;
  private final ProcessHandle process;
  private final String uri;

  private RedisServer(RedisDirectory directory, ProcessHandle process, String uri) {
    this.directory = directory;
    this.process = process;
    this.uri = uri;
  }

  /**
   * Starts the server, or takes over the one that is left, and waits until it serves.
   *
   * @param state the right to use the state directory, which must be kept for as long as the server
   * @throws IOException if it does not come up; the message tells its last words
   */
  public static RedisServer start(StateLock state) throws IOException, InterruptedException {
    RedisDirectory directory = new RedisDirectory(home(state.directory()));
    String password = directory.password();
    Optional<RedisServer> left = takeOver(directory, password);
    if (left.isPresent()) {
      return left.get();
    }
    Path program = RedisBinary.locate(directory.path());
    for (int start = 1; start <= STARTS; start++) {
      // Between its choice and its use somebody may take the port; then another one is tried.
      int port = directory.choosePort(start > 1);
      directory.configure(port, password);
      ProcessHandle process = launch(program, directory);
      if (comesUp(process, port, password, LONGEST_START)) {
        log.info("The embedded Redis serves on port {} (pid {}).", port, process.pid());
        return published(directory, process, port, password);
      }
      // Never two on one directory.
      end(process, LONGEST_STOP);
    }
    throw new IOException(
        "The embedded Redis "
            + program
            + " does not come up on "
            + directory.path()
            + ". Nothing was started. Its last words:\n"
            + directory.lastWords());
  }

  /**
   * The file with the address of the embedded Redis of this state directory; it exists while that
   * runs, and only its owner can read it.
   */
  public static Path uriFile(Path stateDirectory) {
    return RedisDirectory.uriFile(home(stateDirectory));
  }

  /** Its address, with its password. */
  public String uri() {
    return uri;
  }

  /** Its process. */
  public long pid() {
    return process.pid();
  }

  /** Completes when it has ended, whoever ended it. */
  public CompletableFuture<Void> ended() {
    return process.onExit().thenAccept(ended -> {});
  }

  /** Ends it, politely at first, within some seconds; its data stay. Idempotent. */
  public void stop() throws IOException, InterruptedException {
    end(process, LONGEST_STOP);
    directory.withdraw();
  }

  private static Path home(Path stateDirectory) {
    return stateDirectory.toAbsolutePath().normalize().resolve("redis");
  }

  private static Optional<RedisServer> takeOver(RedisDirectory directory, String password)
      throws IOException, InterruptedException {
    Optional<ProcessHandle> living = directory.living();
    Optional<Integer> port = directory.lastPort();
    if (living.isEmpty()) {
      return Optional.empty();
    }
    if (port.isPresent() && comesUp(living.get(), port.get(), password, LONGEST_SILENCE)) {
      log.info(
          "The embedded Redis of a supervisor that was killed is taken over: port {} (pid {}).",
          port.get(),
          living.get().pid());
      return Optional.of(published(directory, living.get(), port.get(), password));
    }
    log.warn(
        "A left embedded Redis (pid {}) does not answer. It is ended and replaced.",
        living.get().pid());
    end(living.get(), LONGEST_SILENCE);
    return Optional.empty();
  }

  private static RedisServer published(
      RedisDirectory directory, ProcessHandle process, int port, String password)
      throws IOException {
    String uri = "redis://default:" + password + "@127.0.0.1:" + port;
    directory.publish(uri);
    return new RedisServer(directory, process, uri);
  }

  private static ProcessHandle launch(Path program, RedisDirectory directory) throws IOException {
    List<String> command = new ArrayList<>();
    // In a session of its own: a Ctrl-C at the supervisor's terminal is the supervisor's affair,
    // which needs its Redis to the end of its drain.
    RedisBinary.onPath(List.of("setsid"))
        .findFirst()
        .ifPresent(setsid -> command.add(setsid.toString()));
    command.add(program.toString());
    command.add(directory.configuration().toString());
    Files.writeString(directory.log(), "");
    return new ProcessBuilder(command)
        .directory(directory.path().toFile())
        .redirectInput(new File("/dev/null"))
        // What is wrong with its configuration it says here, before it opens its log.
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
        .start()
        .toHandle();
  }

  /** Waits until it serves; false if it ends, is a stranger, or is silent for so long. */
  private static boolean comesUp(
      ProcessHandle process, int port, String password, Duration longestSilence)
      throws InterruptedException {
    long heard = System.nanoTime();
    while (System.nanoTime() - heard < longestSilence.toNanos()) {
      RedisPing answer = RedisPing.of(port, password);
      if (answer == RedisPing.SERVES) {
        return true;
      }
      if (answer == RedisPing.LOADING) {
        // Much data takes its time, and to cut it short would only begin it again.
        heard = System.nanoTime();
      }
      if (answer == RedisPing.STRANGER || endsWithin(process, BETWEEN_PINGS)) {
        return false;
      }
    }
    return false;
  }

  private static void end(ProcessHandle process, Duration patience) throws InterruptedException {
    process.destroy();
    if (!endsWithin(process, patience)) {
      log.warn("The embedded Redis (pid {}) does not end and is killed.", process.pid());
      process.destroyForcibly();
      endsWithin(process, LONGEST_STOP);
    }
  }

  private static boolean endsWithin(ProcessHandle process, Duration longest)
      throws InterruptedException {
    try {
      process.onExit().get(longest.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("The end of a process cannot be awaited", e);
    }
  }
}

package dev.bifrost.supervisor.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.bifrost.supervisor.process.RedisServer;
import dev.bifrost.supervisor.process.StateLock;
import dev.bifrost.supervisor.redis.RedisAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded Redis of a service, with the right to its directory. Where the server ends without
 * being told to, it is started again in its place, with its data: everything that speaks with Redis
 * connects again by itself. Methods may be called from any thread.
 */
final class EmbeddedRedis {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);

  // One that lives shorter would only be started for ever.
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(5);

  private final Object lock = new Object();
  private final StateLock state;
  private final Duration shortestLife;

  @GuardedBy("lock")
  private RedisServer server;

  @GuardedBy("lock")
  private boolean stopping;

  @GuardedBy("lock")
  private long startedAt = System.nanoTime();

  private EmbeddedRedis(StateLock state, RedisServer server, Duration shortestLife) {
    this.state = state;
    this.server = server;
    this.shortestLife = shortestLife;
  }

  /**
   * Takes the directory and starts the server.
   *
   * @throws CommandFailure if the directory is in use, or the server does not come up
   */
  static EmbeddedRedis start(Path stateDirectory) throws InterruptedException {
    return start(stateDirectory, SHORTEST_LIFE);
  }

  static EmbeddedRedis start(Path stateDirectory, Duration shortestLife)
      throws InterruptedException {
    StateLock state;
    try {
      state = StateLock.take(stateDirectory);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
    try {
      RedisServer server = RedisServer.start(state);
      EmbeddedRedis embedded = new EmbeddedRedis(state, server, shortestLife);
      embedded.watch(server);
      return embedded;
    } catch (IOException e) {
      release(state);
      throw new CommandFailure(ExitCode.REDIS_UNREACHABLE, String.valueOf(e.getMessage()), e);
    }
  }

  RedisAddress address() {
    synchronized (lock) {
      return new RedisAddress(server.uri());
    }
  }

  /** Ends it and gives the directory back. */
  void stop() throws InterruptedException {
    synchronized (lock) {
      stopping = true;
      try {
        server.stop();
      } catch (IOException e) {
        log.warn("The embedded Redis did not stop as it should; its data are kept.", e);
      }
      release(state);
    }
  }

  private void watch(RedisServer watched) {
    // Nobody waits for it: what it does tells its own outcome.
    CompletableFuture<Void> unused = watched.ended().thenRun(this::ended);
  }

  private void ended() {
    // A start takes a while, and the thread that brings the news is the JVM's own.
    Thread thread = new Thread(this::restart, "embedded-redis");
    thread.setDaemon(true);
    thread.start();
  }

  private void restart() {
    synchronized (lock) {
      if (stopping) {
        return;
      }
      Duration life = Duration.ofNanos(System.nanoTime() - startedAt);
      if (life.compareTo(shortestLife) < 0) {
        log.error(
            "The embedded Redis ended after {} ms and is not started again. Nothing is taken and no"
                + " result is written without it: see its log in {}, and start the service anew.",
            life.toMillis(),
            state.directory().resolve("redis"));
        return;
      }
      log.warn("The embedded Redis ended without being told to; it is started again.");
      try {
        server = RedisServer.start(state);
        startedAt = System.nanoTime();
        watch(server);
      } catch (IOException e) {
        log.error("The embedded Redis cannot be started again; start the service anew.", e);
      } catch (InterruptedException e) {
        // Nobody interrupts this thread but the end of the JVM.
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void release(StateLock state) {
    try {
      state.close();
    } catch (IOException e) {
      log.warn("The state directory could not be given back; the end of this process does.", e);
    }
  }
}

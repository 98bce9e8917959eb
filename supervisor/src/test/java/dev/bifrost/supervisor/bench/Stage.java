package dev.bifrost.supervisor.bench;

import dev.bifrost.supervisor.process.RedisServer;
import dev.bifrost.supervisor.process.StateLock;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What all measurements of a run share: a Redis of its own, a folder, and how long to measure. */
final class Stage implements AutoCloseable {

  /** Where the benchmark's own classes are; also the class path of the executions. */
  static final Path CLASSES = classes();

  private final Path folder;
  private final StateLock state;
  private final RedisServer redis;
  private final Extent extent;

  /**
   * How much is measured.
   *
   * @param quick only enough to see that all is well
   * @param repeats how often each contestant is measured, in turns
   * @param children of each contestant
   */
  record Extent(boolean quick, int repeats, int children) {

    /** One of two numbers. */
    int of(int whole, int quickly) {
      return quick ? quickly : whole;
    }
  }

  private Stage(Path folder, Extent extent) throws IOException, InterruptedException {
    this.folder = folder;
    this.extent = extent;
    this.state = StateLock.take(folder.resolve("redis"));
    this.redis = RedisServer.start(state);
  }

  static Stage set(Extent extent) throws IOException, InterruptedException {
    return new Stage(Files.createTempDirectory("bifrost-bench-"), extent);
  }

  Path folder() {
    return folder;
  }

  Extent extent() {
    return extent;
  }

  String uri() {
    return redis.uri();
  }

  long redisPid() {
    return redis.pid();
  }

  /** Forgets everything that stands in Redis. */
  void clear() throws IOException {
    try (Wire wire = Wire.open(uri())) {
      wire.call("FLUSHALL");
    }
  }

  /** Where the project is. */
  Path root() {
    return Objects.requireNonNull(CLASSES.resolve("../../..").normalize());
  }

  @Override
  public void close() throws IOException {
    try {
      redis.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    state.close();
  }

  private static Path classes() {
    try {
      return Path.of(Stage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

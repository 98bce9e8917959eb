package dev.bifrost.supervisor.process;

import java.io.IOException;
import java.nio.file.Path;

/** The server program, for tests that run servers of their own making. */
public final class RedisPrograms {

  private RedisPrograms() {}

  /** A program that runs here; may be unpacked into the directory. */
  public static Path locate(Path directory) throws IOException, InterruptedException {
    return RedisBinary.locate(directory);
  }
}

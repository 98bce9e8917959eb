package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.process.RedisServer;
import dev.bifrost.supervisor.redis.RedisAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where a client finds Redis. */
final class RedisLocation {

  private RedisLocation() {}

  /**
   * The address in the configuration, else that of the embedded server.
   *
   * @throws CommandFailure if there is neither
   */
  static RedisAddress find(Settings settings) {
    return settings
        .redis()
        .address()
        .orElseGet(() -> embedded(settings.service().stateDirectory()));
  }

  private static RedisAddress embedded(Path stateDirectory) {
    Path file = RedisServer.uriFile(stateDirectory);
    try {
      return new RedisAddress(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      throw new CommandFailure(
          ExitCode.REDIS_UNREACHABLE,
          "Nobody says where Redis is: there is no redis.uri, and no embedded server has left its"
              + " address in "
              + file
              + ". Nothing was done. Start \"bifrost serve\", or use --redis URI or"
              + " BIFROST_REDIS_URI.",
          e);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.REDIS_UNREACHABLE,
          "The address of the embedded Redis in " + file + " cannot be read: " + e.getMessage(),
          e);
    }
  }
}

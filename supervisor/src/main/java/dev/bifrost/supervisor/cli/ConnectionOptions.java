package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.config.Configuration;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Options;
import dev.bifrost.supervisor.config.Surroundings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which every command finds its configuration and Redis. */
final class ConnectionOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file, YAML. Default: $BIFROST_CONFIG.")
  private @Nullable Path file;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      description =
          "Where Redis is, as redis://:password@host:6379/0. Default: redis.uri of the"
              + " configuration, else the embedded server.")
  private @Nullable String redis;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where a supervisor keeps its state, and where its embedded server is found.")
  private @Nullable String stateDirectory;

  Options options() {
    Options options = Options.of(Optional.ofNullable(file));
    if (redis != null) {
      options = options.with("redis.uri", "--redis", List.of(redis));
    }
    if (stateDirectory != null) {
      options = options.with("state.dir", "--state-dir", List.of(stateDirectory));
    }
    return options;
  }

  /** Connects as these options say. */
  Client connect(Surroundings surroundings) throws ConfigurationException {
    return Client.connect(Configuration.load(options(), surroundings).settings());
  }

  boolean namesRedis() {
    return redis != null;
  }
}

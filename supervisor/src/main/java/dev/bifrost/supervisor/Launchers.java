package dev.bifrost.supervisor;

import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.pool.PoolSettings;
import dev.bifrost.supervisor.process.ChildId;
import dev.bifrost.supervisor.process.ChildLauncher;
import dev.bifrost.supervisor.process.ForkedChildLauncher;
import dev.bifrost.supervisor.process.LaunchCommand;
import dev.bifrost.supervisor.redis.RedisAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What starts the children of each pool. */
final class Launchers {

  private final Settings settings;
  private final RedisAddress redis;
  private final Map<String, ForkedChildLauncher> byPool = new LinkedHashMap<>();

  Launchers(Settings settings, RedisAddress redis, String supervisorId) {
    this.settings = settings;
    this.redis = redis;
    Path crashReports = crashReports(settings.service().stateDirectory());
    for (Settings.Pool pool : settings.pools()) {
      byPool.put(
          pool.name(),
          new ForkedChildLauncher(
              command(pool.launch()),
              child -> childSettings(pool, child),
              crashReports,
              supervisorId));
    }
  }

  ChildLauncher of(PoolSettings pool) {
    return of(pool.name());
  }

  ChildLauncher of(String pool) {
    return Objects.requireNonNull(byPool.get(pool), pool);
  }

  /** One line for each pool: the command of its children. */
  List<String> describe() {
    return byPool.entrySet().stream()
        .map(entry -> "pool " + entry.getKey() + ": children by " + entry.getValue().describe())
        .toList();
  }

  /** No more children are started. */
  void close() {
    byPool.values().forEach(ForkedChildLauncher::close);
  }

  private ChildSettings childSettings(Settings.Pool pool, ChildId child) {
    return new ChildSettings(
        child.toString(),
        redis.uri(),
        settings.redis().keys(),
        settings.redis().contextDeadline(),
        pool.classPath().stream().map(Path::toString).toList(),
        settings.service().workspace().toString(),
        settings.child().timing().grace(),
        settings.limits().child(),
        Optional.of(settings.service().stateDirectory().resolve("code").toString()));
  }

  private static LaunchCommand command(Settings.Launch launch) {
    return new LaunchCommand(
        launch.java(),
        List.of("-jar", launch.jar().toString()),
        launch.heap(),
        launch.metaspace(),
        launch.flags(),
        launch.environment());
  }

  private static Path crashReports(Path stateDirectory) {
    Path folder = stateDirectory.resolve("crashes");
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the folder for crash reports " + folder, e);
    }
  }
}

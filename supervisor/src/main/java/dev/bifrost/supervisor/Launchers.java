package dev.bifrost.supervisor;

import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.pool.PoolSettings;
import dev.bifrost.supervisor.process.ChildId;
import dev.bifrost.supervisor.process.ChildLauncher;
import dev.bifrost.supervisor.process.ClassArchive;
import dev.bifrost.supervisor.process.ForkedChildLauncher;
import dev.bifrost.supervisor.process.LaunchCommand;
import dev.bifrost.supervisor.redis.RedisAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What starts the children of each pool. */
final class Launchers {

  private final Map<String, ForkedChildLauncher> byPool = new LinkedHashMap<>();
  private final Map<List<Path>, ClassArchive> archives = new HashMap<>();

  Launchers(Settings settings, RedisAddress redis, String supervisorId) {
    Path crashReports = crashReports(settings.service().stateDirectory());
    for (Settings.Pool pool : settings.pools()) {
      LaunchCommand command = command(pool.launch(), Optional.empty());
      ClassArchive archive =
          archives.computeIfAbsent(
              List.of(pool.launch().java(), pool.launch().jar()),
              program -> archive(settings, pool.launch()));
      byPool.put(
          pool.name(),
          new ForkedChildLauncher(
              command,
              child -> childSettings(settings, redis.uri(), pool, child),
              crashReports,
              supervisorId,
              archive));
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
    archives.values().forEach(ClassArchive::close);
  }

  /** The archive of the classes of a pool's children. */
  static ClassArchive archive(Settings settings, Settings.Launch launch) {
    return new ClassArchive(
        command(launch, Optional.empty()),
        launch.jar(),
        settings.service().stateDirectory().resolve("archives"));
  }

  /** What a child of the pool is told. */
  static ChildSettings childSettings(
      Settings settings, String redisUri, Settings.Pool pool, ChildId child) {
    return new ChildSettings(
        child.toString(),
        redisUri,
        settings.redis().keys(),
        settings.redis().contextDeadline(),
        pool.classPath().stream().map(Path::toString).toList(),
        settings.service().workspace().toString(),
        settings.child().timing().grace(),
        settings.limits().child(),
        Optional.of(settings.service().stateDirectory().resolve("code").toString()));
  }

  /**
   * How children of a pool are started.
   *
   * @param further a flag for the JVM, after all others
   */
  static LaunchCommand command(Settings.Launch launch, Optional<String> further) {
    List<String> flags = new ArrayList<>(launch.flags());
    further.ifPresent(flags::add);
    return new LaunchCommand(
        launch.java(),
        List.of("-jar", launch.jar().toString()),
        launch.heap(),
        launch.metaspace(),
        flags,
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

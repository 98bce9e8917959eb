package dev.bifrost.supervisor;

import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.process.FileStamps;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Notices that files on the class path of a pool have changed. One thread at a time. */
final class ClassPathWatch {

  private final Map<String, List<Path>> paths = new LinkedHashMap<>();
  private final Map<String, FileStamps> before = new LinkedHashMap<>();

  ClassPathWatch(List<Settings.Pool> pools) {
    for (Settings.Pool pool : pools) {
      if (!pool.classPath().isEmpty()) {
        paths.put(pool.name(), pool.classPath());
        before.put(pool.name(), FileStamps.of(pool.classPath()));
      }
    }
  }

  /** Names each pool whose files are others than at the last look. */
  synchronized void look(Consumer<String> changed) {
    paths.forEach(
        (pool, files) -> {
          FileStamps now = FileStamps.of(files);
          if (!now.equals(before.put(pool, now))) {
            changed.accept(pool);
          }
        });
  }
}

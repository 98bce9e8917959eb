package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ModulePath;
import dev.bifrost.protocol.SharedModule;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The shared modules as executions see them: what is there is asked for every time, what is not
 * there is remembered for seconds, because libraries look for many classes that do not exist. Any
 * thread.
 */
final class KnownModules {

  static final Duration MEMORY = Duration.ofSeconds(3);

  private static final int MOST_REMEMBERED = 10_000;

  private final ModuleSource source;
  private final LongSupplier nanoTime;
  private final Map<ModulePath, Long> absentSince = new HashMap<>();

  /**
   * @param nanoTime the clock, as {@link System#nanoTime}
   */
  KnownModules(ModuleSource source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  /**
   * @throws ModuleException if it cannot be known
   */
  Set<ModulePath> paths() {
    return source.paths();
  }

  /**
   * @throws ModuleException if it cannot be known, or if the module is not what its hash says
   */
  Optional<SharedModule> find(ModulePath path) {
    if (isAbsent(path)) {
      return Optional.empty();
    }
    SharedModule found = source.find(List.of(path)).get(path);
    if (found == null) {
      rememberAbsent(path);
      return Optional.empty();
    }
    if (!found.isIntact()) {
      throw new ModuleException(
          ErrorType.CODE_MISMATCH,
          "The module "
              + path
              + " has the hash "
              + Cut.end(found.hash(), 100)
              + ", which is not the SHA-256 of its content; it was changed without it, or only in"
              + " part. Nothing of it was run.");
    }
    return Optional.of(found);
  }

  /**
   * Whether all of these modules still are what they were.
   *
   * @param hashes by path
   * @throws ModuleException if it cannot be known
   */
  boolean areCurrent(Map<ModulePath, String> hashes) {
    if (hashes.isEmpty()) {
      return true;
    }
    Map<ModulePath, SharedModule> now = source.find(hashes.keySet());
    return hashes.entrySet().stream()
        .allMatch(
            entry -> {
              SharedModule module = now.get(entry.getKey());
              return module != null && module.hash().equals(entry.getValue()) && module.isIntact();
            });
  }

  private synchronized boolean isAbsent(ModulePath path) {
    Long since = absentSince.get(path);
    return since != null && nanoTime.getAsLong() - since < MEMORY.toNanos();
  }

  private synchronized void rememberAbsent(ModulePath path) {
    if (absentSince.size() >= MOST_REMEMBERED) {
      absentSince.clear();
    }
    absentSince.put(path, nanoTime.getAsLong());
  }
}

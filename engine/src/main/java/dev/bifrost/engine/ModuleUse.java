package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ModulePath;
import dev.bifrost.protocol.SharedModule;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The modules that one piece of code uses. Each of them is the same for as long as the code lives,
 * whatever happens to it meanwhile: code never sees two versions. Any thread.
 */
final class ModuleUse {

  private final KnownModules known;
  private final Map<ModulePath, String> hashes = new HashMap<>();
  private final Map<ModulePath, SharedModule> taken = new HashMap<>();
  private @Nullable ModuleException trouble;

  ModuleUse(KnownModules known) {
    this.known = known;
  }

  /** The paths of all modules, as they are now. */
  synchronized Set<ModulePath> paths() {
    try {
      return known.paths();
    } catch (ModuleException e) {
      trouble = e;
      throw e;
    }
  }

  /** The module; from now on it counts as used. */
  synchronized Optional<SharedModule> take(ModulePath path) {
    SharedModule before = taken.get(path);
    if (before != null) {
      return Optional.of(before);
    }
    try {
      Optional<SharedModule> found = known.find(path);
      found.ifPresent(
          module -> {
            taken.put(path, module);
            hashes.put(path, module.hash());
          });
      return found;
    } catch (ModuleException e) {
      trouble = e;
      throw e;
    }
  }

  /**
   * The same for a module that the index names.
   *
   * @throws ModuleException also if it is not there
   */
  synchronized SharedModule require(ModulePath path) {
    Optional<SharedModule> found = take(path);
    if (found.isEmpty()) {
      trouble =
          new ModuleException(
              ErrorType.COMPILATION_ERROR,
              "The module "
                  + path
                  + " stands in the index of modules, but is not there; it has expired or was"
                  + " removed without its entry. Nothing was run.");
      throw trouble;
    }
    return found.get();
  }

  /**
   * Takes over what code that was compiled before has used.
   *
   * @return false, and nothing is taken over, if any of it has changed since
   * @throws ModuleException if that cannot be known
   */
  synchronized boolean adopt(Map<ModulePath, String> used) {
    if (!known.areCurrent(used)) {
      return false;
    }
    hashes.putAll(used);
    return true;
  }

  /** The hashes of all that are used, by path. */
  synchronized Map<ModulePath, String> hashes() {
    return Map.copyOf(hashes);
  }

  /** Whether all that are used still are what they were. */
  boolean isCurrent() {
    return known.areCurrent(hashes());
  }

  /** What went wrong since it was last asked; a compiler keeps what its files throw to itself. */
  synchronized Optional<ModuleException> trouble() {
    Optional<ModuleException> seen = Optional.ofNullable(trouble);
    trouble = null;
    return seen;
  }
}

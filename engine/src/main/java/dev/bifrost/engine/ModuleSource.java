package dev.bifrost.engine;

import dev.bifrost.protocol.ModulePath;
import dev.bifrost.protocol.SharedModule;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Where modules are that workflows share: Java source, found by its package and class. Any thread.
 */
public interface ModuleSource {

  /** A place without any. */
  ModuleSource NONE =
      new ModuleSource() {
        @Override
        public Set<ModulePath> paths() {
          return Set.of();
        }

        @Override
        public Map<ModulePath, SharedModule> find(Collection<ModulePath> paths) {
          return Map.of();
        }
      };

  /**
   * The paths of all modules, as they are now.
   *
   * @throws ModuleException if that cannot be known
   */
  Set<ModulePath> paths();

  /**
   * Those modules that there are now, by their paths; in one round trip.
   *
   * @throws ModuleException if that cannot be known, or if one of them cannot be used
   */
  Map<ModulePath, SharedModule> find(Collection<ModulePath> paths);
}

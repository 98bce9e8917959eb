package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ModulePath;
import dev.bifrost.protocol.SharedModule;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Shared modules of a test, without Redis. */
public final class ModulesInMemory implements ModuleSource {

  private final Map<ModulePath, SharedModule> modules = new ConcurrentHashMap<>();
  private volatile Optional<String> outage = Optional.empty();

  /** No modules. */
  public ModulesInMemory() {}

  /** Stores a module, or another content for it. */
  public void put(String path, String content) {
    put(SharedModule.of(new ModulePath(path), content));
  }

  /** Stores a module as it is, whether its hash fits or not. */
  public void put(SharedModule module) {
    modules.put(module.path(), module);
  }

  /** Takes a module away. */
  public void remove(String path) {
    modules.remove(new ModulePath(path));
  }

  /** From now on nothing can be known, until {@link #repair}. */
  public void fail(String reason) {
    outage = Optional.of(reason);
  }

  /** The modules can be reached again. */
  public void repair() {
    outage = Optional.empty();
  }

  @Override
  public Set<ModulePath> paths() {
    check();
    return Set.copyOf(modules.keySet());
  }

  @Override
  public Map<ModulePath, SharedModule> find(Collection<ModulePath> paths) {
    check();
    Map<ModulePath, SharedModule> found = new HashMap<>(modules);
    found.keySet().retainAll(Set.copyOf(paths));
    return found;
  }

  private void check() {
    Optional<String> reason = outage;
    if (reason.isPresent()) {
      throw new ModuleException(
          ErrorType.REDIS_UNAVAILABLE, "Shared modules cannot be read: " + reason.get() + ".");
    }
  }
}

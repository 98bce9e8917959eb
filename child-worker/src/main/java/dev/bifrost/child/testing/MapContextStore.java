package dev.bifrost.child.testing;

import dev.bifrost.child.context.ContextLookup;
import dev.bifrost.child.context.ContextStore;
import dev.bifrost.engine.ModulesInMemory;
import dev.bifrost.engine.SignalsInMemory;
import dev.bifrost.protocol.ExecutionId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A context store in memory. Any thread. */
public final class MapContextStore implements ContextStore {

  private final Map<ExecutionId, String> contexts = new ConcurrentHashMap<>();
  private final ModulesInMemory modules = new ModulesInMemory();
  private final SignalsInMemory signals = new SignalsInMemory();
  private volatile Optional<String> outage = Optional.empty();

  /** An empty store. */
  public MapContextStore() {}

  /** Stores a context, as text that nobody has looked at. */
  public void put(ExecutionId id, String json) {
    contexts.put(id, json);
  }

  /** Forgets a context, as Redis does when its time is over. */
  public void remove(ExecutionId id) {
    contexts.remove(id);
  }

  /** From now on the store cannot be reached, until {@link #repair}. */
  public void fail(String reason) {
    outage = Optional.of(reason);
    modules.fail(reason);
    signals.fail(reason);
  }

  /** The store can be reached again. */
  public void repair() {
    outage = Optional.empty();
    modules.repair();
    signals.repair();
  }

  @Override
  public ModulesInMemory modules() {
    return modules;
  }

  @Override
  public SignalsInMemory signals() {
    return signals;
  }

  @Override
  public ContextLookup read(ExecutionId id) {
    Optional<String> reason = outage;
    if (reason.isPresent()) {
      return new ContextLookup.Unreachable(reason.get());
    }
    String json = contexts.get(id);
    return json == null ? new ContextLookup.Missing() : new ContextLookup.Found(json);
  }

  @Override
  public void close() {}
}

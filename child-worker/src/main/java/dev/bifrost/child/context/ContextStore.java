package dev.bifrost.child.context;

import dev.bifrost.engine.ModuleSource;
import dev.bifrost.engine.SignalSource;
import dev.bifrost.protocol.ExecutionId;

/** Where a child reads what its executions are to do. One thread at a time. */
public interface ContextStore extends AutoCloseable {

  /**
   * Begins to connect, so that the first {@link #read} finds an open door; returns at once and
   * never throws. May be called from another thread than the rest.
   */
  default void prepare() {}

  /** Looks a context up, within the store's own deadline. Never throws: trouble is an answer. */
  ContextLookup read(ExecutionId id);

  /** Modules that the code of executions may import; none where the store has no place for them. */
  default ModuleSource modules() {
    return ModuleSource.NONE;
  }

  /** What running executions are told; nothing where the store has no place for it. */
  default SignalSource signals() {
    return SignalSource.NONE;
  }

  /** Lets go of connections and threads; idempotent. */
  @Override
  void close();
}

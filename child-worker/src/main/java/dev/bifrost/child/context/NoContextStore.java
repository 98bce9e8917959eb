package dev.bifrost.child.context;

import dev.bifrost.protocol.ExecutionId;

/**
 * A store that cannot be reached, ever.
 *
 * @param reason a clause for people
 */
record NoContextStore(String reason) implements ContextStore {

  @Override
  public ContextLookup read(ExecutionId id) {
    return new ContextLookup.Unreachable(reason);
  }

  @Override
  public void close() {}
}

package dev.bifrost.child.testing;

import dev.bifrost.child.context.ContextStore;
import dev.bifrost.child.context.ContextStoreContract;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.SharedModule;

class MapContextStoreTest extends ContextStoreContract {

  private final MapContextStore store = new MapContextStore();

  @Override
  protected ContextStore store() {
    return store;
  }

  @Override
  protected void put(ExecutionId id, String json) {
    store.put(id, json);
  }

  @Override
  protected void remove(ExecutionId id) {
    store.remove(id);
  }

  @Override
  protected void put(SharedModule module) {
    store.modules().put(module);
  }

  @Override
  protected void breakDown() {
    store.fail("broken down");
  }

  @Override
  protected void repair() {
    store.repair();
  }
}

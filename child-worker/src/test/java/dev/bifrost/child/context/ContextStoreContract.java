package dev.bifrost.child.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bifrost.engine.ModuleException;
import dev.bifrost.engine.ModuleSource;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ModulePath;
import dev.bifrost.protocol.SharedModule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every context store promises; run against each of them. */
public abstract class ContextStoreContract {

  /** The store under test. */
  protected abstract ContextStore store();

  /** Puts a context where the store reads it. */
  protected abstract void put(ExecutionId id, String json);

  /** Takes it away. */
  protected abstract void remove(ExecutionId id);

  /** Puts a module where the store reads it, and its path into the index. */
  protected abstract void put(SharedModule module);

  /** Makes the store unreachable, until {@link #repair}. */
  protected abstract void breakDown();

  /** Makes it reachable again. */
  protected abstract void repair();

  @Test
  void aContextIsFoundAsItWasWritten() {
    ExecutionId id = new ExecutionId("contract-1");
    put(id, "{\"name\": \"Größe \uD83D\uDE80\", not even JSON");

    assertEquals(
        new ContextLookup.Found("{\"name\": \"Größe \uD83D\uDE80\", not even JSON"),
        store().read(id));
  }

  @Test
  void whatIsNotThereIsMissing() {
    ExecutionId id = new ExecutionId("contract-2");

    assertEquals(new ContextLookup.Missing(), store().read(id));
  }

  @Test
  void whatWasTakenAwayIsMissing() {
    ExecutionId id = new ExecutionId("contract-3");
    put(id, "{}");
    assertEquals(new ContextLookup.Found("{}"), store().read(id));

    remove(id);

    assertEquals(new ContextLookup.Missing(), store().read(id));
  }

  @Test
  void anOutageIsAnAnswerAndEnds() {
    ExecutionId id = new ExecutionId("contract-4");
    put(id, "{}");
    assertEquals(new ContextLookup.Found("{}"), store().read(id));

    breakDown();
    assertInstanceOf(ContextLookup.Unreachable.class, store().read(id));
    assertInstanceOf(ContextLookup.Unreachable.class, store().read(id));

    repair();
    put(id, "{}");
    assertEquals(new ContextLookup.Found("{}"), store().read(id));
  }

  @Test
  void modulesAreFoundByTheirPathsAndListed() {
    SharedModule tax =
        SharedModule.of(new ModulePath("com/acme/Tax.java"), "class Tax {} // \u00f6");
    SharedModule bill = SharedModule.of(new ModulePath("Bill.java"), "class Bill {}");
    ModulePath absent = new ModulePath("com/acme/Absent.java");
    ModuleSource modules = store().modules();
    assertEquals(Set.of(), modules.paths());
    put(tax);
    put(bill);

    assertEquals(Set.of(tax.path(), bill.path()), modules.paths());
    assertEquals(Map.of(tax.path(), tax), modules.find(List.of(tax.path(), absent)));
    assertEquals(
        Map.of(tax.path(), tax, bill.path(), bill), modules.find(Set.of(tax.path(), bill.path())));
    assertEquals(Map.of(), modules.find(List.of(absent)));
  }

  @Test
  void aChangedModuleIsSeenAtOnce() {
    ModulePath path = new ModulePath("com/acme/Tax.java");
    put(SharedModule.of(path, "class Tax {}"));
    store().modules().find(List.of(path));
    SharedModule changed = SharedModule.of(path, "class Tax { int rate; }");
    put(changed);
    assertEquals(Map.of(path, changed), store().modules().find(List.of(path)));
  }

  @Test
  void anOutageIsNoAbsenceOfModules() {
    ModulePath path = new ModulePath("com/acme/Tax.java");
    ModuleSource modules = store().modules();
    breakDown();
    assertUnavailable(assertThrows(ModuleException.class, modules::paths));
    assertUnavailable(assertThrows(ModuleException.class, () -> modules.find(List.of(path))));
    repair();
    assertEquals(Map.of(), modules.find(List.of(path)));
  }

  private static void assertUnavailable(ModuleException e) {
    assertEquals(ErrorType.REDIS_UNAVAILABLE, e.type(), e.getMessage());
  }

  @Test
  void closingTwiceIsHarmless() {
    store().close();
    store().close();
  }
}

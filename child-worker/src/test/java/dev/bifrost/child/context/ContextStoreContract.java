package dev.bifrost.child.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.bifrost.protocol.ExecutionId;
import org.junit.jupiter.api.Test;

/** What every context store promises; run against each of them. */
public abstract class ContextStoreContract {

  /** The store under test. */
  protected abstract ContextStore store();

  /** Puts a context where the store reads it. */
  protected abstract void put(ExecutionId id, String json);

  /** Takes it away. */
  protected abstract void remove(ExecutionId id);

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
  void closingTwiceIsHarmless() {
    store().close();
    store().close();
  }
}

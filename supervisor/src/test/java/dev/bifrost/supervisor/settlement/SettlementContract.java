package dev.bifrost.supervisor.settlement;

import static dev.bifrost.supervisor.testing.Stages.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Beginning.Begun;
import dev.bifrost.supervisor.execution.Delivery;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What the dispatcher relies on, for the settlement in Redis and for the tests' own. */
abstract class SettlementContract {

  abstract Settlement settlement();

  /** An entry that was taken and not begun. */
  abstract Delivery delivery();

  /** From now on nothing is answered. */
  abstract void fallSilent() throws IOException, InterruptedException;

  /** Answers what was asked; a beginning that was not begun yet begins. */
  abstract void answer(Delivery delivery) throws IOException, InterruptedException;

  @Test
  void aBeginningComesWhenItStands() throws IOException, InterruptedException {
    Delivery delivery = delivery();
    fallSilent();
    CompletionStage<Beginning> asked = settlement().begin(delivery);

    assertFalse(asked.toCompletableFuture().isDone());
    answer(delivery);

    assertEquals(1, assertInstanceOf(Begun.class, outcome(asked)).attempt());
  }

  @Test
  void anEndWaitsUntilItStands() throws IOException, InterruptedException {
    Delivery delivery = delivery();
    Begun begun = begun(delivery);
    fallSilent();

    settlement().journal(delivery, 1, Results.line("before the end"));
    CompletionStage<Settled> end = settlement().settle(Results.finish(delivery, begun));
    assertEquals(1, settlement().waiting());
    assertFalse(end.toCompletableFuture().isDone());
    answer(delivery);

    assertEquals(Settled.WRITTEN, outcome(end));
    assertEquals(0, settlement().waiting());
  }

  @Test
  void whatIsDroppedWaitsUntilItIsGone() throws IOException, InterruptedException {
    Delivery delivery = delivery();
    fallSilent();

    CompletionStage<Settled> gone = settlement().drop(delivery);
    assertEquals(1, settlement().waiting());
    answer(delivery);

    assertEquals(Settled.WRITTEN, outcome(gone));
    assertEquals(0, settlement().waiting());
  }

  private Begun begun(Delivery delivery) throws IOException, InterruptedException {
    CompletionStage<Beginning> asked = settlement().begin(delivery);
    answer(delivery);
    return assertInstanceOf(Begun.class, outcome(asked));
  }
}

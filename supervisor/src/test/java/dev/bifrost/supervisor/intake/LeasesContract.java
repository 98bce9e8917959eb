package dev.bifrost.supervisor.intake;

import static dev.bifrost.supervisor.testing.Stages.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.execution.Delivery;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the dispatcher relies on, for the leases in Redis and for the tests' own. */
abstract class LeasesContract {

  abstract Leases leases();

  /** An entry that we have. */
  abstract Delivery held(String id);

  /** Another supervisor takes it over. */
  abstract void lose(Delivery delivery);

  abstract void cancel(String id, CancelRequest request);

  /** From now on there is no server. */
  abstract void cutOff();

  @Test
  void whatAnotherHasTakenOverIsLostAndTheRestIsNot() {
    Delivery kept = held("kept");
    Delivery lost = held("lost");
    lose(lost);

    assertEquals(Set.of(lost), outcome(leases().renew(List.of(kept, lost))));
    assertEquals(Set.of(), outcome(leases().renew(List.of(kept))));
  }

  @Test
  void onlyThoseThatWereAskedForAreCancelled() {
    CancelRequest request = new CancelRequest("ann", "not needed");
    cancel("a", request);
    cancel("b", request);

    assertEquals(
        Map.of(new ExecutionId("a"), request),
        outcome(leases().cancelRequests(List.of(new ExecutionId("a"), new ExecutionId("c")))));
  }

  @Test
  void withoutAServerNothingIsKnown() {
    Delivery held = held("held");
    cutOff();

    Throwable failure =
        leases().renew(List.of(held)).handle((lost, failed) -> failed).toCompletableFuture().join();
    assertNotNull(failure);
  }
}

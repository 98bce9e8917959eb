package dev.bifrost.supervisor.gate;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.intake.Leases;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Leases with which the keys are renewed that the executions hold. The keys come first, so that a
 * renewed lease says that the keys are held too.
 */
public final class HoldingLeases implements Leases {

  private final Leases leases;
  private final Gate gate;

  /** These leases, with the keys of this gate. */
  public HoldingLeases(Leases leases, Gate gate) {
    this.leases = leases;
    this.gate = gate;
  }

  @Override
  public CompletionStage<Set<Delivery>> renew(Collection<Delivery> held) {
    try {
      return gate.renew(held).thenCompose(renewed -> leases.renew(held));
    } catch (RuntimeException e) {
      // A closed link throws in the call; by contract it is the stage that fails.
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public CompletionStage<Map<ExecutionId, CancelRequest>> cancelRequests(
      Collection<ExecutionId> ids) {
    return leases.cancelRequests(ids);
  }
}

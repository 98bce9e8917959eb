package dev.bifrost.supervisor.testing;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.intake.Leases;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Leases that hold until the test takes them away. */
public final class ScriptedLeases implements Leases {

  private final Set<Delivery> lost = new HashSet<>();
  private final Map<ExecutionId, CancelRequest> cancels = new HashMap<>();
  private boolean reachable = true;
  private int renewals;

  @Override
  public CompletionStage<Set<Delivery>> renew(Collection<Delivery> held) {
    renewals++;
    if (!reachable) {
      return CompletableFuture.failedFuture(new IllegalStateException("no Redis in this test"));
    }
    Set<Delivery> gone = new HashSet<>(held);
    gone.retainAll(lost);
    return CompletableFuture.completedFuture(gone);
  }

  @Override
  public CompletionStage<Map<ExecutionId, CancelRequest>> cancelRequests(
      Collection<ExecutionId> ids) {
    Map<ExecutionId, CancelRequest> found = new HashMap<>(cancels);
    found.keySet().retainAll(ids);
    return CompletableFuture.completedFuture(found);
  }

  /** Gives a lease to somebody else. */
  public void lose(Delivery delivery) {
    lost.add(delivery);
  }

  /** Sets a cancel key. */
  public void cancel(String id, CancelRequest request) {
    cancels.put(new ExecutionId(id), request);
  }

  /** Lets Redis answer, or not. */
  public void reachable(boolean answers) {
    reachable = answers;
  }

  /** How often leases were to be renewed. */
  public int renewals() {
    return renewals;
  }
}

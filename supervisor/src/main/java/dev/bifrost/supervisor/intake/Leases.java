package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.execution.Delivery;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What we hold, as Redis sees it. The stages complete on any thread, and exceptionally if Redis
 * does not answer in time: then nothing is known about any of them.
 */
public interface Leases {

  /**
   * Renews the leases of these deliveries.
   *
   * @return those that are not ours any more: another supervisor took them, or their entry is gone
   */
  CompletionStage<Set<Delivery>> renew(Collection<Delivery> held);

  /** Which of these executions somebody wants cancelled. */
  CompletionStage<Map<ExecutionId, CancelRequest>> cancelRequests(Collection<ExecutionId> ids);
}

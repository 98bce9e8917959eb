package dev.bifrost.supervisor.execution;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.QueueName;
import java.util.Objects;

/**
 * One queue entry that this supervisor has taken and not yet acknowledged.
 *
 * @param id the execution that the entry names
 * @param queue the queue that it came from
 * @param receipt the entry's ID in the queue's stream; names this delivery for lease and
 *     acknowledgement
 */
public record Delivery(ExecutionId id, QueueName queue, String receipt) {

  /** Checks that nothing is missing. */
  public Delivery {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(receipt, "receipt");
  }
}

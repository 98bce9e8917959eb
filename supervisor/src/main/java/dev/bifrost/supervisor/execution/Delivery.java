package dev.bifrost.supervisor.execution;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import java.util.Objects;

/**
 * One queue entry that this supervisor has taken and not yet acknowledged.
 *
 * @param id the execution that the entry names
 * @param queue the queue that it came from
 * @param front whether it stood at the front of the queue, where those come that waited for others
 * @param receipt the entry's ID in its stream; names this delivery for lease and acknowledgement
 */
public record Delivery(ExecutionId id, QueueName queue, boolean front, String receipt) {

  private static final String FRONT = "front/";

  /** Checks that nothing is missing. */
  public Delivery {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(receipt, "receipt");
  }

  /** An entry of the queue's own stream. */
  public Delivery(ExecutionId id, QueueName queue, String receipt) {
    this(id, queue, false, receipt);
  }

  /** The stream in which its entry stands. */
  public String stream(KeySpace keys) {
    return front ? keys.front(queue) : keys.queue(queue);
  }

  /** The receipt as the execution's state names it, with the stream if that is not the usual. */
  public String reference() {
    return front ? FRONT + receipt : receipt;
  }

  /** The delivery of this execution that its state names by such a reference. */
  public static Delivery referred(ExecutionId id, QueueName queue, String reference) {
    return reference.startsWith(FRONT)
        ? new Delivery(id, queue, true, reference.substring(FRONT.length()))
        : new Delivery(id, queue, reference);
  }
}

package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Delivery;
import java.util.List;

/**
 * A stream that entries are taken from.
 *
 * @param queue the queue that it belongs to
 * @param front whether it holds those that waited for others and come before the rest
 */
record Source(QueueName queue, boolean front) {

  /** All streams of a queue, in the order in which they are looked at. */
  static List<Source> of(QueueName queue) {
    return List.of(new Source(queue, true), new Source(queue, false));
  }

  /** The other stream of the queue. */
  Source other() {
    return new Source(queue, !front);
  }

  /** The stream in which this delivery's entry stands. */
  static Source of(Delivery delivery) {
    return new Source(delivery.queue(), delivery.front());
  }

  String key(KeySpace keys) {
    return front ? keys.front(queue) : keys.queue(queue);
  }
}

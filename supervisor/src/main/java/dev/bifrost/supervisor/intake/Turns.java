package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.QueueName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * In which order queues are looked at. A queue that had less than its share comes first; a share is
 * not saved up while a queue is empty. Where priorities count, a higher one always comes first, and
 * shares decide among equals. One thread.
 */
final class Turns {

  private final QueueShares shares;
  private final Map<QueueName, Double> used = new HashMap<>();
  private double now;

  Turns(QueueShares shares) {
    this.shares = shares;
  }

  /** These queues, the one whose turn it is first. */
  List<QueueName> order(List<QueueName> queues) {
    List<QueueName> ordered = new ArrayList<>(queues);
    Comparator<QueueName> byUse = Comparator.comparingDouble(this::used);
    ordered.sort(
        shares.strict()
            ? Comparator.comparingInt((QueueName queue) -> -shares.of(queue).priority())
                .thenComparing(byUse)
            : byUse);
    return ordered;
  }

  /** So many entries came from this queue. */
  void took(QueueName queue, int entries) {
    now = Math.max(now, used(queue));
    used.put(queue, used(queue) + (double) entries / shares.of(queue).weight());
  }

  /** What a queue has had, in shares; one that was empty for a while starts with the others. */
  private double used(QueueName queue) {
    return Math.max(used.getOrDefault(queue, 0.0), now - 1.0 / shares.of(queue).weight());
  }
}

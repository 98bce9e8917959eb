package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.QueueName;
import java.util.Map;

/**
 * How the queues of a pool take turns.
 *
 * @param strict whether the higher priority always goes first
 * @param named by queue; what is not named has {@link Share#EQUAL}
 */
public record QueueShares(boolean strict, Map<QueueName, Share> named) {

  /** All alike. */
  public static final QueueShares EQUAL = new QueueShares(false, Map.of());

  /** Copies the map. */
  public QueueShares {
    named = Map.copyOf(named);
  }

  /**
   * The place of one queue.
   *
   * @param priority the higher one goes first, where that counts
   * @param weight its share, 1 or more
   */
  public record Share(int priority, int weight) {

    /** That of a queue of which nobody said anything. */
    public static final Share EQUAL = new Share(0, 1);

    /**
     * @throws IllegalArgumentException if the weight is below 1
     */
    public Share {
      if (weight < 1) {
        throw new IllegalArgumentException("A weight is 1 or more, but was " + weight);
      }
    }
  }

  /** The place of this queue. */
  Share of(QueueName queue) {
    return named.getOrDefault(queue, Share.EQUAL);
  }
}

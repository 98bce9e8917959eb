package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.QueueName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one intake takes.
 *
 * @param pool the pool that it takes for; names its thread
 * @param supervisorId the consumer that takes
 * @param queues where from
 * @param shares how they take turns
 * @param limits what is configured of those that have limits
 * @param lease how long an entry must not have been renewed before another takes it over; default
 *     15 s
 * @param promotion pause between two looks at what is due; default 1 s
 * @param largestEntry an entry whose names and values are longer together is no execution; default
 *     64 KiB
 */
public record IntakeSettings(
    String pool,
    String supervisorId,
    List<QueueName> queues,
    QueueShares shares,
    Map<QueueName, QueueLimits> limits,
    Duration lease,
    Duration promotion,
    ByteSize largestEntry) {

  /**
   * Checks the parts and copies list and map.
   *
   * @throws IllegalArgumentException if there is no queue or one twice, or if a duration is under a
   *     millisecond
   */
  public IntakeSettings {
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(supervisorId, "supervisorId");
    Objects.requireNonNull(largestEntry, "largestEntry");
    queues = List.copyOf(queues);
    limits = Map.copyOf(limits);
    if (queues.isEmpty() || new HashSet<>(queues).size() != queues.size()) {
      throw new IllegalArgumentException(
          "A pool serves one queue or more, each named once, but these are " + queues + ".");
    }
    if (lease.toMillis() < 1 || promotion.toMillis() < 1) {
      throw new IllegalArgumentException("Lease and promotion pause must be 1 ms or more.");
    }
  }

  /** The settings with the usual times and sizes. */
  public static IntakeSettings of(String pool, String supervisorId, List<QueueName> queues) {
    return new IntakeSettings(
        pool,
        supervisorId,
        queues,
        QueueShares.EQUAL,
        Map.of(),
        Duration.ofSeconds(15),
        Duration.ofSeconds(1),
        new ByteSize(64L << 10));
  }

  /** What is configured of this queue. */
  QueueLimits limitsOf(QueueName queue) {
    return limits.getOrDefault(queue, QueueLimits.NONE);
  }
}

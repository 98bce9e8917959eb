package dev.bifrost.supervisor.pool;

import static com.google.common.base.Preconditions.checkArgument;

import dev.bifrost.protocol.QueueName;
import java.time.Duration;
import java.util.Set;

/**
 * How many children a pool has, and how patient it is with them.
 *
 * @param name the pool's name
 * @param queues the queues whose executions run in it
 * @param min children that are always kept, 1 or more
 * @param max most children, at least {@code min}
 * @param startTimeout time from the launch to {@code ready}
 * @param killAfter time from SIGTERM to SIGKILL
 * @param idleTime how long a child above {@code min} may be idle before it leaves
 */
public record PoolSettings(
    String name,
    Set<QueueName> queues,
    int min,
    int max,
    Duration startTimeout,
    Duration killAfter,
    Duration idleTime) {

  /** Checks the numbers and copies the set. */
  public PoolSettings {
    queues = Set.copyOf(queues);
    checkArgument(min >= 1 && max >= min, "A pool cannot have %s to %s children", min, max);
  }
}

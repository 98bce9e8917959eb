package dev.bifrost.supervisor.pool;

import static com.google.common.base.Preconditions.checkArgument;

import dev.bifrost.protocol.QueueName;
import java.time.Duration;
import java.util.Set;

/**
 * How many children a pool has, for how long, and how patient it is with them.
 *
 * @param name the pool's name
 * @param queues the queues whose executions run in it
 * @param size how many children
 * @param patience how long they may take
 * @param recycling when one is replaced
 */
public record PoolSettings(
    String name, Set<QueueName> queues, Size size, Patience patience, Recycling recycling) {

  /**
   * How many children.
   *
   * @param min children that are always kept, 1 or more
   * @param max most that run something at once, at least {@code min}
   * @param spares children that are kept ready beyond those
   */
  public record Size(int min, int max, int spares) {

    /** Checks the numbers. */
    public Size {
      checkArgument(min >= 1 && max >= min, "A pool cannot have %s to %s children", min, max);
      checkArgument(spares >= 0, "A pool cannot have %s spares", spares);
    }
  }

  /**
   * How long children may take.
   *
   * @param start time from the launch to {@code ready}
   * @param killAfter time from SIGTERM to SIGKILL
   * @param idle how long a child above what is always kept may be idle before it leaves
   */
  public record Patience(Duration start, Duration killAfter, Duration idle) {}

  /** Copies the set. */
  public PoolSettings {
    queues = Set.copyOf(queues);
  }

  /** The same with another number of children. */
  public PoolSettings with(Size another) {
    return new PoolSettings(name, queues, another, patience, recycling);
  }

  /** Children that are always kept. */
  public int min() {
    return size.min;
  }

  /** Most children that run something at once. */
  public int max() {
    return size.max;
  }

  /** Children that are kept ready beyond those. */
  public int spares() {
    return size.spares;
  }
}

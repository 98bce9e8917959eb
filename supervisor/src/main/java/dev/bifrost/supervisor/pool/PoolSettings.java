package dev.bifrost.supervisor.pool;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/**
 * How many children a pool has, and how patient it is with them.
 *
 * @param name the pool's name
 * @param min children that are always kept, 1 or more
 * @param max most children, at least {@code min}
 * @param startTimeout time from the launch to {@code ready}
 * @param killAfter time from SIGTERM to SIGKILL
 * @param idleTime how long a child above {@code min} may be idle before it leaves
 */
public record PoolSettings(
    String name, int min, int max, Duration startTimeout, Duration killAfter, Duration idleTime) {

  /** Checks the numbers. */
  public PoolSettings {
    checkArgument(min >= 1 && max >= min, "A pool cannot have %s to %s children", min, max);
  }
}

package dev.bifrost.supervisor.admission;

/**
 * How much more work a pool can take now.
 *
 * @param idle children that wait for an ID
 * @param canGrow whether another child could be started
 * @param max most children of all pools
 * @param ahead executions to take although no child is free for them yet
 * @param promised executions that are on their way to a child, and entries that may still come
 * @param unsettled ends that wait for Redis
 */
public record Capacity(int idle, boolean canGrow, int max, int ahead, int promised, int unsettled) {

  /** Ends per child that may wait for Redis before nothing more is taken: they fill the memory. */
  private static final int UNSETTLED_PER_CHILD = 4;

  /**
   * Entries that can be taken now and run at once; one more than there are idle children where the
   * pool can grow, since only an entry that is there makes it grow.
   */
  public int grantable() {
    if (unsettled > UNSETTLED_PER_CHILD * max + ahead) {
      return 0;
    }
    return Math.max(0, idle + (canGrow ? 1 : 0) + ahead - promised);
  }
}

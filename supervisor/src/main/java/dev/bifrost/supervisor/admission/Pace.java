package dev.bifrost.supervisor.admission;

import java.time.Duration;

/**
 * How long the executions of a pool take, and so how many to take ahead of a free child. Short ones
 * would leave their child waiting for Redis most of the time; of longer ones none is taken that
 * another supervisor could run at once. For one thread.
 */
public final class Pace {

  /** What is taken ahead for a child waits about so long, if all take as long as before. */
  private static final Duration WAIT = Duration.ofMillis(20);

  private static final int MOST_PER_CHILD = 4;

  /** Before so many have ended nothing is known. */
  private static final int ENOUGH = 16;

  /** Of how many the last one is when the mean is taken. */
  private static final int MEMORY = 8;

  private long seen;
  private double meanNanos;

  /** An execution took so long. */
  public void took(Duration duration) {
    seen++;
    meanNanos += (duration.toNanos() - meanNanos) / Math.min(seen, MEMORY);
  }

  /** How many to take for each child that is busy. */
  public int aheadPerChild() {
    return seen < ENOUGH ? 0 : (int) Math.min(MOST_PER_CHILD, WAIT.toNanos() / (meanNanos + 1));
  }
}

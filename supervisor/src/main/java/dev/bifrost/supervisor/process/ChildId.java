package dev.bifrost.supervisor.process;

/**
 * The supervisor's own number for a child; never used again, unlike a pid.
 *
 * @param number from 1
 */
public record ChildId(int number) implements Comparable<ChildId> {

  @Override
  public int compareTo(ChildId other) {
    return Integer.compare(number, other.number);
  }

  /** {@code child-7}: the name in threads, logs and results. */
  @Override
  public String toString() {
    return "child-" + number;
  }
}

package dev.bifrost.child.lifecycle;

/** How a child leaves. */
public enum Ending {
  /** It has done what it was to do; shutdown hooks run. */
  REGULAR(0),
  /** An execution left the JVM unfit for another; user code gets no more time. */
  RETIRED(0),
  /** Nobody reads its messages any more, or its parent is gone; it leaves at once. */
  ABANDONED(1),
  /** It was started with settings that cannot be used. */
  MISCONFIGURED(2),
  /** A fault of its own. */
  BROKEN(3),
  /** The lease of its execution is over, and another may run it now; it leaves at once. */
  FENCED(4);

  private final int exitCode;

  Ending(int exitCode) {
    this.exitCode = exitCode;
  }

  /** What the process says to its parent. */
  public int exitCode() {
    return exitCode;
  }

  /** Whether shutdown hooks may run. */
  public boolean isOrderly() {
    return this == REGULAR || this == MISCONFIGURED;
  }
}

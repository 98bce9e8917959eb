package dev.bifrost.child.lifecycle;

/** The way out of the process that a child runs in; in a test, of nothing but the child. */
@FunctionalInterface
public interface Exit {

  /** Leaves. Any thread; the first call counts. In a process of its own this does not return. */
  void leave(Ending ending);
}

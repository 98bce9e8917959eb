package dev.bifrost.supervisor.process;

/** Starts children; the seam between the pool and the operating system. */
public interface ChildLauncher extends AutoCloseable {

  /**
   * Starts a child soon, on another thread. The listener hears {@code launched} and at the end
   * {@code gone}, or {@code launchFailed} alone.
   */
  void launch(ChildId id, ChildListener listener);

  /** Starts no more children. Those that run go on. */
  @Override
  void close();
}

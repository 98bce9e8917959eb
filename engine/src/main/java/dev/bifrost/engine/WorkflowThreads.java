package dev.bifrost.engine;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.BiConsumer;

/**
 * The threads of user code: those that run executions and all that these start. One group for all
 * executions of an engine, for threads outlive their execution where the JDK shares them (those of
 * the common pool), and then serve the next one.
 */
final class WorkflowThreads {

  private static final String VIRTUAL = "VirtualThreads";

  private final Group group;

  /**
   * @param uncaught hears of what ends a thread of user code
   */
  WorkflowThreads(BiConsumer<Thread, Throwable> uncaught) {
    this.group = new Group(uncaught);
  }

  /** A new thread for an execution, not started. */
  Thread create(String name, Runnable work) {
    Thread thread = new Thread(group, work, name);
    // One that never ends must not keep the JVM from ending.
    thread.setDaemon(true);
    return thread;
  }

  /** Whether the calling thread is one of user code. */
  boolean includesCurrent() {
    Thread current = Thread.currentThread();
    ThreadGroup its = current.getThreadGroup();
    // Where the JDK has virtual threads, all of them are in one group; only user code starts any.
    return includes(current) || (its != null && VIRTUAL.equals(its.getName()));
  }

  /** Whether the thread belongs to the common pool, which in this JVM only user code uses. */
  static boolean isShared(Thread thread) {
    return thread instanceof ForkJoinWorkerThread worker
        && worker.getPool() == ForkJoinPool.commonPool();
  }

  /** Those that are alive now. */
  List<Thread> alive() {
    // From the root: later JDKs put the threads of the common pool there.
    ThreadGroup root = group;
    for (ThreadGroup above = root.getParent(); above != null; above = root.getParent()) {
      root = above;
    }
    Thread[] threads = new Thread[root.activeCount() + 16];
    int count = root.enumerate(threads, true);
    while (count == threads.length) {
      threads = new Thread[threads.length * 2];
      count = root.enumerate(threads, true);
    }
    return Arrays.stream(threads, 0, count).filter(this::includes).toList();
  }

  private boolean includes(Thread thread) {
    ThreadGroup its = thread.getThreadGroup();
    return (its != null && group.parentOf(its)) || isShared(thread);
  }

  private static final class Group extends ThreadGroup {

    private final BiConsumer<Thread, Throwable> uncaught;

    Group(BiConsumer<Thread, Throwable> uncaught) {
      super("workflow");
      this.uncaught = uncaught;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
      uncaught.accept(thread, thrown);
    }
  }
}

package dev.bifrost.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Threads that an execution left running when it ended.
 *
 * @param warnings one sentence for each, with its name and where it is
 */
record Leftovers(List<String> warnings) {

  /** The JDK's own timers of futures, by their names in JDK 17 and in JDK 25; they never end. */
  private static final Set<String> DELAYS =
      Set.of("CompletableFutureDelayScheduler", "ForkJoinPool.commonPool-delayScheduler");

  private static final int MOST_NAMED = 10;
  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(1);

  /** Interrupts them and waits for their end, but no longer than so long. */
  static Leftovers end(WorkflowThreads threads, Duration patience) {
    List<Thread> left = threads.alive().stream().filter(Leftovers::isUsed).toList();
    if (left.isEmpty()) {
      return new Leftovers(List.of());
    }
    left.forEach(Thread::interrupt);
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      for (Thread thread : left) {
        await(thread, deadline);
      }
    } catch (InterruptedException e) {
      // Whoever waits for the result is in a hurry: then without patience.
      Thread.currentThread().interrupt();
    }
    return new Leftovers(
        threads.alive().stream()
            .filter(Leftovers::isUsed)
            .limit(MOST_NAMED)
            .map(Leftovers::sentence)
            .toList());
  }

  private static void await(Thread thread, long deadline) throws InterruptedException {
    long rest = deadline - System.nanoTime();
    while (rest > 0 && isUsed(thread)) {
      // In steps: a shared thread becomes idle without an end, and tells nobody.
      TimeUnit.NANOSECONDS.timedJoin(
          thread, WorkflowThreads.isShared(thread) ? Math.min(rest, STEP) : rest);
      rest = deadline - System.nanoTime();
    }
  }

  /** Why the JVM must run nothing more; empty if nothing is left. */
  Optional<String> retire() {
    return warnings.isEmpty()
        ? Optional.empty()
        : Optional.of("the execution left threads running");
  }

  /** Whether user code has it; threads that the JDK shares stay, and are no one's when idle. */
  private static boolean isUsed(Thread thread) {
    if (!thread.isAlive() || DELAYS.contains(thread.getName())) {
      return false;
    }
    return !WorkflowThreads.isShared(thread) || isAtWork(thread);
  }

  private static boolean isAtWork(Thread worker) {
    for (StackTraceElement frame : worker.getStackTrace()) {
      String name = frame.getClassName();
      boolean waiting =
          name.startsWith("java.util.concurrent.ForkJoinPool")
              || name.equals("java.util.concurrent.ForkJoinWorkerThread")
              || name.equals("java.util.concurrent.locks.LockSupport")
              || name.equals("jdk.internal.misc.Unsafe")
              || name.equals("java.lang.Thread");
      if (!waiting) {
        return true;
      }
    }
    return false;
  }

  private static String sentence(Thread thread) {
    StackTraceElement[] frames = thread.getStackTrace();
    return "Thread \""
        + Cut.end(thread.getName(), 200)
        + "\" was left running and does not end"
        + (frames.length == 0 ? "" : "; it is at " + frames[0])
        + ".";
  }
}

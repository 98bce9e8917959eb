package dev.bifrost.child.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether the process that started this one still lives. The end of the input says so
 * first, but only to a child that has nothing to finish; the watch is for the others and begins
 * there.
 */
public final class ParentWatch {

  private static final Duration PERIOD = Duration.ofMillis(250);

  private final Optional<ProcessHandle> parent;
  private final Optional<Instant> parentStart;
  private final Runnable whenGone;
  private @Nullable ScheduledFuture<?> watch;

  /**
   * Remembers the parent, its PID and its start: a PID alone may be given to another process.
   *
   * @param whenGone runs once, on the watch's own thread
   */
  public ParentWatch(Runnable whenGone) {
    this(ProcessHandle.current().parent(), whenGone);
  }

  ParentWatch(Optional<ProcessHandle> parent, Runnable whenGone) {
    this.parent = parent;
    this.parentStart = parent.flatMap(ParentWatch::start);
    this.whenGone = whenGone;
  }

  /** Begins to watch; idempotent. Does nothing where there is no parent to be seen. */
  public synchronized void start() {
    if (watch != null || parent.isEmpty()) {
      return;
    }
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "child-parent-watch");
              thread.setDaemon(true);
              return thread;
            });
    watch =
        timer.scheduleWithFixedDelay(
            () -> {
              if (isGone()) {
                timer.shutdown();
                whenGone.run();
              }
            },
            0,
            PERIOD.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Whether the parent is another than at the start, or none. */
  boolean isGone() {
    // A parent that nobody buried yet is still listed; but its children have a new parent by then.
    return parent.isPresent()
        && (!parent.get().isAlive()
            || !start(parent.get()).equals(parentStart)
            || !ProcessHandle.current().parent().map(ProcessHandle::pid).equals(parentPid()));
  }

  private Optional<Long> parentPid() {
    return parent.map(ProcessHandle::pid);
  }

  private static Optional<Instant> start(ProcessHandle process) {
    return process.info().startInstant();
  }
}

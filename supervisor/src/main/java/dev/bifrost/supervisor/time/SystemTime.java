package dev.bifrost.supervisor.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's time: its clock at the start, carried on by the monotonic one. */
public final class SystemTime implements Time, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SystemTime.class);

  private final Instant start = Instant.now();
  private final long startNanos = System.nanoTime();
  private final ScheduledThreadPoolExecutor timer;

  /** Starts the timer's thread with the first alarm. */
  public SystemTime() {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            action -> {
              Thread thread = new Thread(action, "timer");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant now() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }

  @Override
  public Alarm after(Duration delay, Runnable action) {
    ScheduledFuture<?> due =
        timer.schedule(() -> run(action), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> due.cancel(false);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      // An executor would swallow it, and with it the only trace of a lost deadline.
      log.error("A timed action failed; the supervisor goes on", e);
    }
  }
}

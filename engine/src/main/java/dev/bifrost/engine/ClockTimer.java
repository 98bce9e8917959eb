package dev.bifrost.engine;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The real timer: one daemon thread, started with the first appointment. */
final class ClockTimer implements Timer {

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, ClockTimer::thread);

  ClockTimer() {
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Appointment after(Duration delay, Runnable action) {
    ScheduledFuture<?> future = executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "engine-timer");
    thread.setDaemon(true);
    return thread;
  }
}

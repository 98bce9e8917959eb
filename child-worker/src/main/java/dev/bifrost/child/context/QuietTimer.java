package dev.bifrost.child.context;

import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A timer that costs nothing while nothing is due: Netty's own wakes up at every tick for as long
 * as the process lives. It runs on Netty's global thread, which ends after a second without work.
 */
final class QuietTimer implements Timer {

  private final AtomicBoolean stopped = new AtomicBoolean();

  @Override
  public Timeout newTimeout(TimerTask task, long delay, TimeUnit unit) {
    if (stopped.get()) {
      throw new IllegalStateException("The timer was stopped.");
    }
    Due due = new Due(task);
    due.wait = GlobalEventExecutor.INSTANCE.schedule(due, delay, unit);
    return due;
  }

  /** What waits already is left to its end: it finds its connection closed. */
  @Override
  public Set<Timeout> stop() {
    stopped.set(true);
    return Set.of();
  }

  private final class Due implements Timeout, Runnable {

    private final TimerTask task;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean cancelled;
    private volatile @Nullable Future<?> wait;

    Due(TimerTask task) {
      this.task = task;
    }

    @Override
    public void run() {
      if (!over.compareAndSet(false, true)) {
        return;
      }
      try {
        task.run(this);
      } catch (Exception e) {
        throw new IllegalStateException("A task of the timer failed.", e); // Netty logs it.
      }
    }

    @Override
    public Timer timer() {
      return QuietTimer.this;
    }

    @Override
    public TimerTask task() {
      return task;
    }

    @Override
    public boolean isExpired() {
      return over.get() && !cancelled;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }

    @Override
    public boolean cancel() {
      if (!over.compareAndSet(false, true)) {
        return false;
      }
      cancelled = true;
      Future<?> waiting = wait;
      return waiting == null || waiting.cancel(false);
    }
  }
}

package dev.bifrost.engine;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The limit of one execution. It can be replaced while that runs; every limit counts from the same
 * start. Any thread.
 */
final class Limit {

  private final Timer timer;
  private final Consumer<Duration> exceeded;
  private final long started = System.nanoTime();
  private final Object lock = new Object();

  private Timer.@Nullable Appointment appointment;

  private boolean lifted;

  /**
   * No limit yet; the time begins now.
   *
   * @param exceeded is told the limit when that is over; on the timer's thread
   */
  Limit(Timer timer, Consumer<Duration> exceeded) {
    this.timer = timer;
    this.exceeded = exceeded;
  }

  /** Sets a limit in place of the one before; zero for none. Nothing after {@link #lift}. */
  void set(Duration limit) {
    synchronized (lock) {
      if (lifted) {
        return;
      }
      cancel();
      if (!limit.isZero()) {
        Duration left = limit.minusNanos(System.nanoTime() - started);
        appointment =
            timer.after(left.isNegative() ? Duration.ZERO : left, () -> exceeded.accept(limit));
      }
    }
  }

  /** The execution is over; the limit does not count any more. */
  void lift() {
    synchronized (lock) {
      lifted = true;
      cancel();
    }
  }

  private void cancel() {
    if (appointment != null) {
      appointment.cancel();
      appointment = null;
    }
  }
}

package dev.bifrost.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The limit of one execution. It can be replaced while that runs; every limit counts from the same
 * start. Any thread.
 */
final class Limit {

  private final Timer timer;
  private final Consumer<Duration> exceeded;
  private volatile long started;
  private final Object lock = new Object();

  private Timer.@Nullable Appointment appointment;
  private boolean lifted;

  /**
   * No limit yet.
   *
   * @param exceeded is told the limit when that is over; on the timer's thread
   */
  Limit(Timer timer, Consumer<Duration> exceeded) {
    this.timer = timer;
    this.exceeded = exceeded;
  }

  /** The time begins now; without a limit, if there is none yet. */
  void begin(Optional<Duration> limit) {
    started = System.nanoTime();
    limit.ifPresent(set -> appoint(set, set));
  }

  /** Sets a limit in place of the one before; zero for none. */
  void replace(Duration limit) {
    Duration left = limit.minusNanos(System.nanoTime() - started);
    appoint(limit, left.isNegative() ? Duration.ZERO : left);
  }

  /** The execution is over; the limit does not count any more. */
  void lift() {
    synchronized (lock) {
      lifted = true;
      cancel();
    }
  }

  private void appoint(Duration limit, Duration left) {
    synchronized (lock) {
      if (lifted) {
        return;
      }
      cancel();
      if (!limit.isZero()) {
        appointment = timer.after(left, () -> exceeded.accept(limit));
      }
    }
  }

  private void cancel() {
    if (appointment != null) {
      appointment.cancel();
      appointment = null;
    }
  }
}

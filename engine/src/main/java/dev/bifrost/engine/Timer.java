package dev.bifrost.engine;

import java.time.Duration;

/** Does things later; real, or turned by hand in tests. */
interface Timer extends AutoCloseable {

  /**
   * Runs the action once, on the timer's own thread, after the delay.
   *
   * @return takes the action back if it has not begun
   */
  Appointment after(Duration delay, Runnable action);

  /** Takes back everything that has not begun. */
  @Override
  void close();

  /** An action that is still to come. */
  interface Appointment {

    /** Takes the action back; does nothing if it has begun. */
    void cancel();
  }
}

package dev.bifrost.supervisor.time;

import java.time.Duration;
import java.time.Instant;

/** The one clock and the one timer; methods may be called from any thread. */
public interface Time {

  /** Now; never earlier than an answer before, whatever happens to the host's clock. */
  Instant now();

  /**
   * Runs an action once, after the delay, on the timer's thread; the action must not block.
   *
   * @param delay zero or more
   * @return calls it off
   */
  Alarm after(Duration delay, Runnable action);

  /** An action that is due later. */
  interface Alarm {

    /** Calls the action off if it has not begun; idempotent. */
    void cancel();
  }
}

package dev.bifrost.supervisor.cli;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns signals into what a service is asked to do: the first into a drain, every later one into
 * haste. A signal that comes while the service still starts is kept for it. Any thread.
 */
final class StopRequests {

  private final Object lock = new Object();
  private final Consumer<String> listener;
  private int requests;
  private @Nullable Service service;

  /**
   * @param listener is told of every request, one sentence for people
   */
  StopRequests(Consumer<String> listener) {
    this.listener = listener;
  }

  /** Somebody wants the service to stop. */
  void request(String signal) {
    Service running;
    int number;
    synchronized (lock) {
      requests++;
      number = requests;
      running = service;
    }
    listener.accept(
        number == 1
            ? signal + ": draining; what runs may finish. Once more stops it soon."
            : signal + ": stopping soon; what runs goes back to its queue.");
    if (running != null) {
      pass(running, number);
    }
  }

  /** The service is there, and hears of what was asked before. */
  void attach(Service started) {
    int number;
    synchronized (lock) {
      service = started;
      number = requests;
    }
    pass(started, number);
  }

  private static void pass(Service running, int number) {
    if (number > 0) {
      running.drain();
    }
    if (number > 1) {
      running.drainNow();
    }
  }
}

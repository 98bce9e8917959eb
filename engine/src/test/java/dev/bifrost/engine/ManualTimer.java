package dev.bifrost.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A timer whose time the test turns; actions run on the test's thread. */
final class ManualTimer implements Timer {

  private record Due(Duration at, Runnable action) {}

  private final List<Due> dues = new ArrayList<>();
  private final BlockingQueue<Duration> asked = new LinkedBlockingQueue<>();
  private Duration now = Duration.ZERO;

  @Override
  public Appointment after(Duration delay, Runnable action) {
    Due due;
    synchronized (this) {
      due = new Due(now.plus(delay), action);
      dues.add(due);
    }
    asked.add(delay);
    return () -> remove(due);
  }

  /** Waits until the next appointment is made, and says what it is. */
  Duration nextAsked() throws InterruptedException {
    return asked.take();
  }

  void advance(Duration step) {
    List<Due> ripe;
    synchronized (this) {
      now = now.plus(step);
      ripe =
          dues.stream()
              .filter(due -> due.at.compareTo(now) <= 0)
              .sorted(Comparator.comparing(Due::at))
              .toList();
      dues.removeAll(ripe);
    }
    ripe.forEach(due -> due.action.run());
  }

  synchronized int pending() {
    return dues.size();
  }

  private synchronized void remove(Due due) {
    dues.remove(due);
  }

  @Override
  public synchronized void close() {
    dues.clear();
  }
}

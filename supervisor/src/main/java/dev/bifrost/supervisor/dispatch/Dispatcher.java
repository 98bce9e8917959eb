package dev.bifrost.supervisor.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of news and the one thread that works it off. Any thread posts; only the dispatcher's
 * own thread, or a test that steps it by hand, tells the news on.
 */
final class Dispatcher {

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Deque<Event> events = new ArrayDeque<>();

  private @Nullable Thread thread;
  private long failures;

  /**
   * Starts the thread.
   *
   * @param decisions hears all the news
   */
  void start(Decisions decisions) {
    thread = new Thread(() -> run(decisions), "dispatcher");
    thread.start();
  }

  /** Adds news; never blocks. */
  void post(Event event) {
    synchronized (lock) {
      events.addLast(event);
      if (!event.canWait()) {
        lock.notifyAll();
      }
    }
  }

  /**
   * Works off the oldest news on the calling thread.
   *
   * @return false if there is none
   */
  boolean step(Decisions decisions) {
    Event next;
    synchronized (lock) {
      next = events.pollFirst();
    }
    if (next == null) {
      return false;
    }
    work(next, decisions);
    return true;
  }

  /** Ends the thread after the news that it has in hand. */
  void stop() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run(Decisions decisions) {
    try {
      while (true) {
        work(await(), decisions);
      }
    } catch (InterruptedException e) {
      log.debug("The dispatcher has stopped");
    }
  }

  private Event await() throws InterruptedException {
    synchronized (lock) {
      while (events.isEmpty()) {
        lock.wait();
      }
      return events.removeFirst();
    }
  }

  private void work(Event event, Decisions decisions) {
    try {
      event.tell(decisions);
      decisions.afterwards();
    } catch (RuntimeException | Error e) {
      // The loop must survive: without it every execution that is held would be stuck for good.
      failures++;
      log.error(
          "The dispatcher could not work off {} (failure {}); it goes on", event, failures, e);
    }
  }
}

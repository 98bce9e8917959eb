package dev.bifrost.child.lifecycle;

import dev.bifrost.child.stdio.ChildLog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The last resort against user code that keeps the JVM from ending, by a shutdown hook for example:
 * after a while all threads are dumped to the log and the JVM is halted.
 */
public final class LastDitch {

  private final ChildLog log;
  private final Duration patience;
  private final Runnable halt;
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * @param patience how long the end may take
   * @param halt ends the JVM, whatever it is doing
   */
  public LastDitch(ChildLog log, Duration patience, Runnable halt) {
    this.log = log;
    this.patience = patience;
    this.halt = halt;
  }

  /** Starts the clock, on a daemon thread. */
  public void arm() {
    Thread thread = new Thread(this::watch, "child-last-ditch");
    thread.setDaemon(true);
    thread.start();
  }

  /** Stops the clock; only where the JVM goes on without the child. */
  public void disarm() {
    ended.countDown();
  }

  private void watch() {
    try {
      if (ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      // Whoever interrupts this thread wants to keep the JVM; that is what it is here against.
    }
    log.warn(
        "The child has not ended within "
            + patience.toSeconds()
            + " s; these threads or their shutdown hooks keep it. It is halted now.");
    log.text(dump());
    halt.run();
  }

  private static String dump() {
    StringBuilder dump = new StringBuilder();
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      Thread thread = entry.getKey();
      dump.append('"').append(thread.getName()).append("\" ").append(thread.getState());
      dump.append(thread.isDaemon() ? " daemon\n" : "\n");
      for (StackTraceElement frame : entry.getValue()) {
        dump.append("    at ").append(frame).append('\n');
      }
    }
    return dump.toString();
  }
}

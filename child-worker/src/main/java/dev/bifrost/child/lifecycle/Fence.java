package dev.bifrost.child.lifecycle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.bifrost.protocol.ExecutionId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends the child when the lease of the execution in hand is over. A supervisor that froze, or its
 * whole machine, cannot do that, and by then another one runs the execution. Time is counted from
 * the receipt of a lease, on a clock that nobody sets. A lease that is over stays over, whatever
 * was still in the pipe. An execution for which no lease ever came is left alone. Any thread.
 */
public final class Fence {

  /** More leases than that are of executions that do not come, or have ended. */
  private static final int MOST = 1_000;

  private final Object lock = new Object();
  private final LongSupplier nanos;
  private final Consumer<ExecutionId> whenOver;

  @GuardedBy("lock")
  private final Map<ExecutionId, Long> ends = new HashMap<>();

  @GuardedBy("lock")
  private @Nullable ExecutionId inHand;

  @GuardedBy("lock")
  private boolean watched;

  /**
   * @param nanos a clock as {@link System#nanoTime}
   * @param whenOver gets the execution whose lease is over, once, on the fence's own thread
   */
  public Fence(LongSupplier nanos, Consumer<ExecutionId> whenOver) {
    this.nanos = nanos;
    this.whenOver = whenOver;
  }

  /** The execution may run for so long from now on. */
  public void lease(ExecutionId id, Duration left) {
    synchronized (lock) {
      if (isOver()) {
        return;
      }
      if (ends.size() >= MOST) {
        ExecutionId running = inHand;
        ends.keySet().removeIf(any -> !any.equals(running));
      }
      ends.put(id, nanos.getAsLong() + left.toNanos());
      watch();
      lock.notifyAll();
    }
  }

  /** The execution was taken in hand. */
  public void begun(ExecutionId id) {
    synchronized (lock) {
      inHand = id;
      lock.notifyAll();
    }
  }

  /** It has ended, and its lease with it. */
  public void ended(ExecutionId id) {
    synchronized (lock) {
      ends.remove(id);
      inHand = null;
    }
  }

  /** Whether what is in hand must not run any more. */
  boolean isOver() {
    synchronized (lock) {
      Long end = ends.get(inHand);
      return end != null && end - nanos.getAsLong() <= 0;
    }
  }

  /** A child by hand has no leases, and no thread for them. */
  @GuardedBy("lock")
  private void watch() {
    if (!watched) {
      watched = true;
      Thread thread = new Thread(this::await, "child-fence");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void await() {
    ExecutionId over;
    synchronized (lock) {
      while (!isOver()) {
        try {
          Long end = ends.get(inHand);
          // Rounded up: a wait of 0 ms would be one for ever.
          lock.wait(end == null ? 0 : TimeUnit.NANOSECONDS.toMillis(end - nanos.getAsLong()) + 1);
        } catch (InterruptedException e) {
          // By user code that interrupts every thread that it finds; the watch goes on.
        }
      }
      over = inHand;
    }
    if (over != null) {
      whenOver.accept(over);
    }
  }
}

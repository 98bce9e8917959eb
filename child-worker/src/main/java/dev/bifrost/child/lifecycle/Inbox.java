package dev.bifrost.child.lifecycle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Secrets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The IDs that a child was sent and has not begun, in their order. The reader of the input puts in,
 * the loop takes out, signals close it. Bounded: who puts more in has to wait.
 */
public final class Inbox {

  /** Most IDs that wait, and most attempts that are announced for IDs that have not come. */
  public static final int MOST = 10_000;

  private final Object lock = new Object();

  @GuardedBy("lock")
  private final List<Order> waiting = new ArrayList<>();

  @GuardedBy("lock")
  private final Map<ExecutionId, Integer> attempts = new HashMap<>();

  @GuardedBy("lock")
  private final Map<ExecutionId, Secrets> secrets = new HashMap<>();

  @GuardedBy("lock")
  private final Map<ExecutionId, Order.Limit> limits = new HashMap<>();

  @GuardedBy("lock")
  private Intake intake = Intake.OPEN;

  /** Puts an ID at the end; waits while {@value #MOST} wait already. */
  public void add(ExecutionId id) throws InterruptedException {
    synchronized (lock) {
      while (waiting.size() >= MOST && intake != Intake.DRAINED) {
        lock.wait();
      }
      // Once drained it is kept as well: it has to be named as untouched.
      waiting.add(new Order(id, 1, Optional.empty(), Optional.empty(), Optional.empty()));
      lock.notifyAll();
    }
  }

  /**
   * Says which attempt the next run of an ID is.
   *
   * @return whether it could be kept; not if {@value #MOST} are kept for IDs that never came
   */
  public boolean attempt(ExecutionId id, int number) {
    synchronized (lock) {
      if (attempts.size() >= MOST && !attempts.containsKey(id)) {
        return false;
      }
      attempts.put(id, number);
      return true;
    }
  }

  /**
   * Says how long the next run of an ID may take.
   *
   * @return whether it could be kept; not if {@value #MOST} are kept for IDs that never came
   */
  public boolean limit(ExecutionId id, Order.Limit limit) {
    synchronized (lock) {
      if (limits.size() >= MOST && !limits.containsKey(id)) {
        return false;
      }
      limits.put(id, limit);
      return true;
    }
  }

  /**
   * Says what the next run of an ID may know.
   *
   * @return whether it could be kept; not if {@value #MOST} are kept for IDs that never came
   */
  public boolean give(ExecutionId id, Secrets given) {
    synchronized (lock) {
      if (secrets.size() >= MOST && !secrets.containsKey(id)) {
        return false;
      }
      secrets.put(id, given);
      return true;
    }
  }

  /**
   * Cancels an ID that waits.
   *
   * @return whether it waits
   */
  public boolean cancel(ExecutionId id, CancelRequest request) {
    synchronized (lock) {
      for (ListIterator<Order> orders = waiting.listIterator(); orders.hasNext(); ) {
        Order order = orders.next();
        if (order.id().equals(id)) {
          if (order.cancelled().isEmpty()) { // The first to ask is the one who is named.
            orders.set(order.cancelled(request));
          }
          return true;
        }
      }
      return false;
    }
  }

  /** Says that no more IDs come; idempotent. */
  public void end() {
    move(Intake.ENDED);
  }

  /** Says that no more IDs are to be begun; idempotent. */
  public void drain() {
    move(Intake.DRAINED);
  }

  /**
   * Waits for the next ID.
   *
   * @param taken told of it before anybody can see that it does not wait any more, so that there is
   *     no moment in which a cancellation finds it nowhere; must not wait
   * @return empty when there will be none
   */
  public Optional<Order> take(Consumer<Order> taken) throws InterruptedException {
    synchronized (lock) {
      while (waiting.isEmpty() && intake == Intake.OPEN) {
        lock.wait();
      }
      if (waiting.isEmpty() || intake == Intake.DRAINED) {
        return Optional.empty();
      }
      Order order = waiting.remove(0);
      lock.notifyAll();
      Integer attempt = attempts.remove(order.id());
      Secrets given = secrets.remove(order.id());
      Order numbered = attempt == null ? order : order.attempt(attempt);
      Order.Limit limit = limits.remove(order.id());
      Order limited = limit == null ? numbered : numbered.limit(limit);
      Order next = given == null ? limited : limited.secrets(given);
      taken.accept(next);
      return Optional.of(next);
    }
  }

  /** The IDs that wait now, in their order. */
  public List<ExecutionId> untouched() {
    synchronized (lock) {
      return waiting.stream().map(Order::id).toList();
    }
  }

  private void move(Intake next) {
    synchronized (lock) {
      if (next.mayFollow(intake)) {
        intake = next;
        lock.notifyAll();
      }
    }
  }
}

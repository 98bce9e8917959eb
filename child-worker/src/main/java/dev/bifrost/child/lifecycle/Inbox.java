package dev.bifrost.child.lifecycle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Secrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The IDs that a child was sent and has not begun, in their order. The reader of the input puts in,
 * the loop takes out, signals close it. Bounded: who puts more in has to wait.
 */
public final class Inbox {

  /** Most IDs that wait, and most IDs of which something was said before they came. */
  public static final int MOST = 10_000;

  private final Object lock = new Object();

  @GuardedBy("lock")
  private final List<Order> waiting = new ArrayList<>();

  @GuardedBy("lock")
  private final Map<ExecutionId, Order> announced = new HashMap<>();

  @GuardedBy("lock")
  private Intake intake = Intake.OPEN;

  /** Puts an ID at the end; waits while {@value #MOST} wait already. */
  public void add(ExecutionId id) throws InterruptedException {
    synchronized (lock) {
      while (waiting.size() >= MOST && intake != Intake.DRAINED) {
        lock.wait();
      }
      // Once drained it is kept as well: it has to be named as untouched.
      waiting.add(Order.of(id));
      lock.notifyAll();
    }
  }

  /**
   * Says which attempt the next run of an ID is.
   *
   * @return whether it could be kept; not if {@value #MOST} are kept for IDs that never came
   */
  public boolean attempt(ExecutionId id, int number) {
    return announce(id, order -> order.attempt(number));
  }

  /** Says in which file the context of the next run of an ID stands; returns the same. */
  public boolean context(ExecutionId id, Path file) {
    return announce(id, order -> order.context(file));
  }

  /** Says how long the next run of an ID may take; returns the same. */
  public boolean limit(ExecutionId id, Order.Limit limit) {
    return announce(id, order -> order.limit(limit));
  }

  /** Says what the next run of an ID may know; returns the same. */
  public boolean give(ExecutionId id, Secrets given) {
    return announce(id, order -> order.secrets(given));
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
      Order said = announced.remove(order.id());
      Order next = said == null ? order : order.cancelled().map(said::cancelled).orElse(said);
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

  private boolean announce(ExecutionId id, UnaryOperator<Order> word) {
    synchronized (lock) {
      Order said = announced.get(id);
      if (said == null && announced.size() >= MOST) {
        return false;
      }
      announced.put(id, word.apply(said == null ? Order.of(id) : said));
      return true;
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

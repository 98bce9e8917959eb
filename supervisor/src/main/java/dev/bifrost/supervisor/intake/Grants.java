package dev.bifrost.supervisor.intake;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many entries may still be taken; the place where the intake's thread waits. Any thread. */
final class Grants {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private int left;

  @GuardedBy("lock")
  private boolean ended;

  @GuardedBy("lock")
  private boolean closed;

  @GuardedBy("lock")
  private boolean nudged;

  void add(int entries) {
    if (entries < 1) {
      throw new IllegalArgumentException("A grant is for 1 entry or more, but was " + entries);
    }
    lock.lock();
    try {
      if (!ended) {
        left = (int) Math.min(Integer.MAX_VALUE, (long) left + entries);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Uses up as many as there are deliveries.
   *
   * @return false if none may be delivered any more
   */
  boolean use(int entries) {
    lock.lock();
    try {
      left = Math.max(0, left - entries);
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  int left() {
    lock.lock();
    try {
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all grants, now and later; what is on its way may still be delivered. */
  void end() {
    lock.lock();
    try {
      ended = true;
      left = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing may be delivered any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  boolean ended() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the wait of this moment, or the next one. */
  void nudge() {
    lock.lock();
    try {
      nudged = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody nudged since the last wait. */
  boolean nudged() {
    lock.lock();
    try {
      return nudged;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a grant, a nudge or the end, at most so long. */
  void awaitGrant(Duration longest) throws InterruptedException {
    await(longest, true);
  }

  /** Waits for a nudge or the end, at most so long. */
  void awaitEnd(Duration longest) throws InterruptedException {
    await(longest, false);
  }

  private void await(Duration longest, boolean grantEndsIt) throws InterruptedException {
    lock.lock();
    try {
      long nanos = TimeUnit.MILLISECONDS.toNanos(longest.toMillis());
      while (!ended && !nudged && !(grantEndsIt && left > 0) && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      nudged = false;
    } finally {
      lock.unlock();
    }
  }
}

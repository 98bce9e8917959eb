package dev.bifrost.engine;

import dev.bifrost.engine.SignalSource.Posted;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.workflow.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The signals of one execution: each is taken once, by its name, in the order in which they came.
 * Any thread; one of them at a time waits at the source, the others for it.
 */
final class Signals {

  private static final Duration LONGEST_WAIT = Duration.ofDays(365);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final ExecutionId id;
  private final SignalSource source;
  private final CountDownLatch toldToEnd;
  private final ReentrantLock lock = new ReentrantLock();

  private final Deque<Posted> waiting = new ArrayDeque<>();

  private String last = SignalSource.START;

  /**
   * @param toldToEnd ends all waiting when it is at zero
   */
  Signals(ExecutionId id, SignalSource source, CountDownLatch toldToEnd) {
    this.id = id;
    this.source = source;
    this.toldToEnd = toldToEnd;
  }

  /**
   * Takes the first one of this name, or waits for it.
   *
   * @return empty if none came in time
   * @throws InterruptedException if the execution is told to end
   * @throws IllegalStateException if at the end of the time they could not be read
   */
  Optional<Signal> await(String name, Duration timeout) throws InterruptedException {
    Duration wait = timeout.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : timeout;
    long end = System.nanoTime() + (wait.isNegative() ? 0 : wait.toNanos());
    if (!lock.tryLock(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
      return Optional.empty();
    }
    try {
      return await(name, end);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Signal> await(String name, long end) throws InterruptedException {
    boolean asked = false;
    @Nullable IOException trouble = null;
    while (true) {
      Optional<Signal> found = take(name);
      if (found.isPresent()) {
        return found;
      }
      long left = Math.max(0, end - System.nanoTime());
      if (left == 0 && trouble != null) {
        throw new IllegalStateException(
            "The signals of execution " + id + " cannot be read: " + trouble.getMessage(), trouble);
      }
      if (left == 0 && asked) {
        return Optional.empty();
      }
      if (toldToEnd.getCount() == 0) {
        throw new InterruptedException("Execution " + id + " was told to end.");
      }
      trouble = read(Duration.ofNanos(left));
      asked = true;
    }
  }

  private Optional<Signal> take(String name) {
    for (Iterator<Posted> signals = waiting.iterator(); signals.hasNext(); ) {
      Posted posted = signals.next();
      if (posted.name().equals(name)) {
        signals.remove();
        return Optional.of(new Signal(name, data(posted.data())));
      }
    }
    return Optional.empty();
  }

  /** Returns what was wrong, after a moment in which it may have passed. */
  private @Nullable IOException read(Duration patience) throws InterruptedException {
    try {
      for (Posted posted : source.read(id, last, patience)) {
        waiting.add(posted);
        last = posted.place();
      }
      return null;
    } catch (IOException e) {
      boolean told =
          toldToEnd.await(Math.min(patience.toNanos(), PAUSE_NANOS), TimeUnit.NANOSECONDS);
      if (told) {
        throw new InterruptedException("Execution " + id + " was told to end.");
      }
      return e;
    }
  }

  private static @Nullable Object data(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return JsonView.value(Json.read(text));
    } catch (MalformedJsonException e) {
      // Sent by hand, most likely: then it is what it says.
      return text;
    }
  }
}

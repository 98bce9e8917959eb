package dev.bifrost.engine;

import dev.bifrost.protocol.ChildSettings.Limits;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.LogSource;
import dev.bifrost.protocol.SecretMask;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The lines of one execution: every one goes to the listener at once, and as many as the limits
 * allow are kept for the result, the first half and the last half of them. Any thread.
 */
final class LogBook {

  private static final int LONGEST_LOGGER = 128;

  private final Limits limits;
  private final SecretMask mask;
  private final Consumer<LogLine> listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<LogLine> head = new ArrayList<>();
  private final Deque<LogLine> tail = new ArrayDeque<>();
  private long headBytes;
  private long tailBytes;
  private boolean headIsFull;
  private boolean truncated;
  private boolean closed;

  LogBook(Limits limits, SecretMask mask, Consumer<LogLine> listener) {
    this.limits = limits;
    this.mask = mask;
    this.listener = listener;
  }

  /** Takes a line that was printed just now. */
  void print(LogSource source, String text) {
    write(LogLine.printed(Instant.now(), source, text));
  }

  /** Takes what Bifrost itself has to say to the user. */
  void note(String level, String text) {
    write(new LogLine(Instant.now(), level, "bifrost", text, LogSource.LOG));
  }

  /**
   * Takes a line; drops it after {@link #close()}. Lines of one thread keep their order, and the
   * listener hears all lines in the order in which they are kept.
   */
  void write(LogLine line) {
    // A listener that logs would be told of its own lines without end.
    if (lock.isHeldByCurrentThread()) {
      return;
    }
    // Outside of the lock: the work for a long line is its writer's alone.
    LogLine shown = mask.mask(line);
    LogLine fit = fit(shown);
    long bytes = Cut.utf8Length(fit.message()) + Cut.utf8Length(fit.logger());
    boolean cut = !fit.message().equals(shown.message());
    // The listener is called inside: two threads must not tell it their lines in another order.
    lock.lock();
    try {
      if (closed) {
        return;
      }
      truncated |= cut;
      keep(fit, bytes);
      listener.accept(fit);
    } finally {
      lock.unlock();
    }
  }

  /** Takes no further line. */
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** What is kept so far, in order. */
  List<LogLine> lines() {
    lock.lock();
    try {
      List<LogLine> lines = new ArrayList<>(head);
      lines.addAll(tail);
      return lines;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a line is missing or cut. */
  boolean isTruncated() {
    lock.lock();
    try {
      return truncated;
    } finally {
      lock.unlock();
    }
  }

  private LogLine fit(LogLine line) {
    return new LogLine(
        line.timestamp(),
        Cut.end(line.level(), LONGEST_LOGGER),
        Cut.end(line.logger(), LONGEST_LOGGER),
        Cut.endInBytes(line.message(), limits.lineBytes().bytes()),
        line.source());
  }

  private void keep(LogLine line, long bytes) {
    headIsFull |=
        head.size() >= limits.logLines() / 2 || headBytes + bytes > limits.logBytes().bytes() / 2;
    if (!headIsFull) {
      head.add(line);
      headBytes += bytes;
      return;
    }
    tail.addLast(line);
    tailBytes += bytes;
    while (head.size() + tail.size() > limits.logLines()
        || headBytes + tailBytes > limits.logBytes().bytes()) {
      LogLine dropped = tail.removeFirst();
      tailBytes -= Cut.utf8Length(dropped.message()) + Cut.utf8Length(dropped.logger());
      truncated = true;
    }
  }
}

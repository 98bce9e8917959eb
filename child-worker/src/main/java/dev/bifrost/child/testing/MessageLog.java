package dev.bifrost.child.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.MessageReader;
import dev.bifrost.protocol.MessageReader.Part;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Reads a child's messages on a thread of its own and keeps them all. */
final class MessageLog {

  private final MessageReader reader;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final List<ChildMessage> messages = new ArrayList<>();

  @GuardedBy("lock")
  private final List<String> disturbances = new ArrayList<>();

  @GuardedBy("lock")
  private boolean ended;

  MessageLog(InputStream output, int longest) {
    this.reader = new MessageReader(output, longest);
  }

  void start() {
    Thread thread = new Thread(this::read, "in-process-child-messages");
    thread.setDaemon(true);
    thread.start();
  }

  List<ChildMessage> messages() {
    synchronized (lock) {
      return List.copyOf(messages);
    }
  }

  /** Everything that was no message. */
  List<String> disturbances() {
    synchronized (lock) {
      return List.copyOf(disturbances);
    }
  }

  /**
   * Waits for a message from the given position on.
   *
   * @return empty if the output ended or the time is over without it
   */
  Optional<ChildMessage> await(int from, Predicate<ChildMessage> wanted, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (lock) {
      int next = from;
      while (true) {
        for (; next < messages.size(); next++) {
          if (wanted.test(messages.get(next))) {
            return Optional.of(messages.get(next));
          }
        }
        long left = end - System.nanoTime();
        if (ended || left <= 0) {
          return Optional.empty();
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(lock, left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return Optional.empty();
        }
      }
    }
  }

  /** Waits until the child has closed its output. */
  void awaitEnd(Duration patience) {
    var unused = await(Integer.MAX_VALUE, message -> false, patience);
  }

  private void read() {
    try {
      for (Part part = reader.next(); part != null; part = reader.next()) {
        add(part);
      }
    } catch (IOException e) {
      synchronized (lock) {
        disturbances.add("the output broke: " + e.getMessage());
      }
    } finally {
      synchronized (lock) {
        ended = true;
        lock.notifyAll();
      }
    }
  }

  private void add(Part part) {
    synchronized (lock) {
      if (part instanceof Part.Message message) {
        messages.add(message.message());
      } else {
        disturbances.add(part.toString());
      }
      lock.notifyAll();
    }
  }
}

package dev.bifrost.child.stdio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.MessageCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes a child's messages to its output, whole frames only, from any thread and in the order of
 * the calls. What is {@linkplain #sendSoon sent soon} waits for a moment, so that a thousand log
 * lines are not a thousand writes; any other message takes what waits with it.
 */
public final class MessageWriter {

  private static final int FULL = 16 << 10;
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final OutputStream output;
  private final Runnable whenBroken;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition waiting = lock.newCondition();

  @GuardedBy("lock")
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  @GuardedBy("lock")
  private boolean broken;

  /**
   * @param output the true standard output; not closed
   * @param whenBroken runs once, on the thread that found out, when nobody reads the output any
   *     more
   */
  public MessageWriter(OutputStream output, Runnable whenBroken) {
    this.output = output;
    this.whenBroken = whenBroken;
  }

  /** Starts the daemon thread that writes what was to be sent soon. */
  public void start() {
    Thread thread = new Thread(this::writeWhatWaits, "child-messages");
    thread.setDaemon(true);
    thread.start();
  }

  /** Writes a message, and everything before it. Blocks while nobody reads. */
  public void send(ChildMessage message) {
    sendEncoded(MessageCodec.encode(message));
  }

  /** The same for a message that is bytes already, frame included. */
  public void sendEncoded(byte[] frame) {
    boolean broke;
    lock.lock();
    try {
      broke = write(frame);
    } finally {
      lock.unlock();
    }
    if (broke) {
      whenBroken.run();
    }
  }

  /** Writes a message within milliseconds. Blocks only while much waits and nobody reads. */
  public void sendSoon(ChildMessage message) {
    byte[] frame = MessageCodec.encode(message);
    boolean broke = false;
    lock.lock();
    try {
      if (pending.size() == 0) {
        waiting.signal();
      }
      if (pending.size() + frame.length > FULL) {
        broke = write(frame);
      } else {
        pending.writeBytes(frame);
      }
    } finally {
      lock.unlock();
    }
    if (broke) {
      whenBroken.run();
    }
  }

  /**
   * Writes a message if the output is free within the time: for a JVM that is going down, where the
   * thread that holds the output may never go on.
   *
   * @return whether it was written
   */
  public boolean trySend(ChildMessage message, Duration within) throws InterruptedException {
    byte[] frame = MessageCodec.encode(message);
    if (!lock.tryLock(within.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    try {
      return !write(frame) && !broken;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the output turned out to be broken just now. */
  @GuardedBy("lock")
  private boolean write(byte[] frame) {
    if (pending.size() + frame.length <= FULL) {
      pending.writeBytes(frame);
      return flush();
    }
    // Large frames go past the buffer, which would keep the size of the largest for good.
    boolean broke = pending.size() > 0 && flush();
    return writeThrough(frame) || broke;
  }

  @GuardedBy("lock")
  private boolean flush() {
    byte[] frames = pending.toByteArray();
    pending.reset();
    return writeThrough(frames);
  }

  @GuardedBy("lock")
  private boolean writeThrough(byte[] frames) {
    if (broken) {
      return false;
    }
    try {
      output.write(frames);
      output.flush();
      return false;
    } catch (IOException e) {
      broken = true;
      return true;
    }
  }

  private void writeWhatWaits() {
    while (true) {
      boolean broke;
      lock.lock();
      try {
        while (pending.size() == 0) {
          waiting.await();
        }
        // Waits out the moment; a message that is sent meanwhile takes everything with it.
        long left = LINGER_NANOS;
        while (left > 0 && pending.size() > 0) {
          left = waiting.awaitNanos(left);
        }
        broke = pending.size() > 0 && flush();
      } catch (InterruptedException e) {
        return; // Nobody but the end of the child interrupts this thread.
      } finally {
        lock.unlock();
      }
      if (broke) {
        whenBroken.run();
      }
    }
  }
}

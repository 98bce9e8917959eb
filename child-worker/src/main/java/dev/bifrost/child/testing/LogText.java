package dev.bifrost.child.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A child's own log as text that can be waited for. */
final class LogText extends OutputStream {

  private final Object lock = new Object();

  @GuardedBy("lock")
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public void write(int next) {
    write(new byte[] {(byte) next}, 0, 1);
  }

  @Override
  public void write(byte[] written, int offset, int length) {
    synchronized (lock) {
      bytes.write(written, offset, length);
      lock.notifyAll();
    }
  }

  String text() {
    synchronized (lock) {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  /** Returns whether the text came within the time. */
  boolean await(String text, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (lock) {
      while (!text().contains(text)) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(lock, left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      return true;
    }
  }
}

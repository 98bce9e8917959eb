package dev.bifrost.engine;

import dev.bifrost.protocol.ExecutionId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Signals of a test, without Redis. */
public final class SignalsInMemory implements SignalSource {

  private final Object lock = new Object();

  private final Map<ExecutionId, List<Posted>> signals = new HashMap<>();

  private @Nullable String outage;

  /** No signals. */
  public SignalsInMemory() {}

  /**
   * Tells an execution something.
   *
   * @param data JSON; null for nothing
   */
  public void post(ExecutionId id, String name, @Nullable String data) {
    synchronized (lock) {
      List<Posted> of = signals.computeIfAbsent(id, unused -> new ArrayList<>());
      of.add(new Posted(Integer.toString(of.size() + 1), name, data));
      lock.notifyAll();
    }
  }

  /** From now on nothing can be read, until {@link #repair}. */
  public void fail(String reason) {
    synchronized (lock) {
      outage = reason;
      lock.notifyAll();
    }
  }

  /** Signals can be read again. */
  public void repair() {
    synchronized (lock) {
      outage = null;
    }
  }

  @Override
  public List<Posted> read(ExecutionId id, String after, Duration patience)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (lock) {
      while (true) {
        if (outage != null) {
          throw new IOException(outage);
        }
        List<Posted> of = signals.getOrDefault(id, List.of());
        int known = Integer.parseInt(after);
        long left = end - System.nanoTime();
        if (of.size() > known || left <= 0) {
          return List.copyOf(of.subList(known, of.size()));
        }
        TimeUnit.NANOSECONDS.timedWait(lock, left);
      }
    }
  }
}

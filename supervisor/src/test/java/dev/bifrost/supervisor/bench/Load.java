package dev.bifrost.supervisor.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A client of one contestant. */
final class Load implements AutoCloseable {

  private static final String CONTEXT =
      "{\"function_name\":\"dev.bifrost.supervisor.bench.Nothing::answer\",\"parameters\":"
          + "{\"payload\":\""
          + "p".repeat(900)
          + "\"}}";

  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final int AT_ONCE = 500;
  private static final long GLANCE_NANOS = 5_000_000L;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Contestant contestant;
  private final Wire wire;

  Load(Stage stage, Contestant contestant) throws IOException {
    this.contestant = contestant;
    this.wire = Wire.open(stage.uri());
  }

  /** Sends so many at once, and waits until none is left; how many ended in a second. */
  double drain(int executions) throws IOException {
    long from = System.nanoTime();
    send(executions);
    long seen = System.nanoTime();
    while (queued() > 0) {
      if (System.nanoTime() - seen > LONGEST.toNanos() || !contestant.process().isAlive()) {
        throw new IllegalStateException(
            contestant.name() + " left " + queued() + " executions:\n" + contestant.output());
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
    return executions / ((System.nanoTime() - from) / 1e9);
  }

  /** Sends so many, and does not wait for them. */
  void send(int executions) throws IOException {
    for (int sent = 0; sent < executions; sent += AT_ONCE) {
      int now = Math.min(AT_ONCE, executions - sent);
      for (int one = 0; one < now; one++) {
        write(nextId());
      }
      wire.flush();
      for (int answer = 0; answer < 2 * now; answer++) {
        wire.read();
      }
    }
  }

  /** Sends one, and waits until its journal says that it has ended; milliseconds until then. */
  double one() throws IOException {
    String id = nextId();
    String events = contestant.key(id, "events");
    long from = System.nanoTime();
    write(id);
    wire.flush();
    wire.read();
    wire.read();
    String last = "0";
    while (true) {
      Object answer = wire.call("XREAD", "BLOCK", "10000", "STREAMS", events, last);
      if (!(answer instanceof List<?> streams)) {
        throw new IllegalStateException(id + " did not end:\n" + contestant.output());
      }
      for (Object entry : (List<?>) ((List<?>) streams.get(0)).get(1)) {
        last = String.valueOf(((List<?>) entry).get(0));
        if (((List<?>) ((List<?>) entry).get(1)).get(1).equals("finished")) {
          double took = (System.nanoTime() - from) / 1e6;
          if (wire.call("GET", contestant.key(id, "result")) == null) {
            throw new IllegalStateException(id + " has no result");
          }
          return took;
        }
      }
    }
  }

  long queued() throws IOException {
    return Long.parseLong(String.valueOf(wire.call("XLEN", contestant.queue())));
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }

  private static String nextId() {
    return "bench-" + NUMBERS.incrementAndGet();
  }

  private void write(String id) throws IOException {
    wire.send("SET", contestant.key(id, "context"), CONTEXT, "EX", "3600");
    wire.send("XADD", contestant.queue(), "*", "execution_id", id);
  }
}

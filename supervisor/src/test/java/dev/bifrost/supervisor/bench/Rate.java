package dev.bifrost.supervisor.bench;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How well two supervisors together keep a rate of 100 in a second. */
final class Rate implements Section {

  private static final int RATE = 100;
  private static final int BURST = 25;
  private static final int AT_ONCE = 500;
  private static final String CONTEXT =
      "{\"function_name\":\"dev.bifrost.supervisor.bench.Nothing::answer\",\"parameters\":"
          + "{\"payload\":\"p\"}}";
  private static final String QUEUE = "bifrost:queue:default";

  @Override
  public String name() {
    return "rate";
  }

  @Override
  public List<Row> measure(Stage stage) throws IOException {
    stage.clear();
    int seconds = stage.extent().of(60, 15);
    int executions = RATE * (seconds + 5);
    List<Long> begun = new ArrayList<>();
    try (Wire wire = Wire.open(stage.uri())) {
      wire.call("HSET", QUEUE + ":settings", "rate", RATE + "/s", "burst", String.valueOf(BURST));
      send(wire, executions);
      try (Contestant one = Contestant.bifrost(stage, stage.extent().children());
          Contestant other = Contestant.bifrost(stage, stage.extent().children())) {
        awaitEmpty(wire, one, other);
      }
      for (int number = 0; number < executions; number++) {
        Object at = wire.call("HGET", "bifrost:exec:rate-" + number + ":state", "started_at");
        begun.add(Instant.parse(String.valueOf(at)).toEpochMilli());
      }
    }
    stage.clear();
    begun.sort(null);
    // The other supervisor comes seconds after the first; from then on both are measured.
    long from = begun.get(begun.size() - 1) - seconds * 1_000L;
    double inASecond = begun.stream().filter(at -> at >= from).count() / (double) seconds;
    return List.of(
        Row.of("begun, 100/s on two supervisors", "jobs/s", List.of(inASecond), Row.none()),
        Row.of(
            "off the rate over " + seconds + " s",
            "%",
            List.of(Math.abs(inASecond - RATE)),
            Row.Goal.atMost(5)),
        Row.of(
            "most above it in any second",
            "jobs",
            List.of((double) Math.max(0, mostInASecond(begun) - RATE)),
            Row.Goal.atMost(BURST)));
  }

  private static void send(Wire wire, int executions) throws IOException {
    for (int sent = 0; sent < executions; sent += AT_ONCE) {
      int now = Math.min(AT_ONCE, executions - sent);
      for (int number = sent; number < sent + now; number++) {
        wire.send("SET", "bifrost:exec:rate-" + number + ":context", CONTEXT, "EX", "3600");
        wire.send("XADD", QUEUE, "*", "execution_id", "rate-" + number);
      }
      wire.flush();
      for (int answer = 0; answer < 2 * now; answer++) {
        wire.read();
      }
    }
  }

  private static void awaitEmpty(Wire wire, Contestant one, Contestant other) throws IOException {
    while (!"0".equals(String.valueOf(wire.call("XLEN", QUEUE)))) {
      if (!one.process().isAlive() || !other.process().isAlive()) {
        throw new IllegalStateException(one.output() + other.output());
      }
      LockSupport.parkNanos(100_000_000L);
    }
  }

  private static int mostInASecond(List<Long> begun) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < begun.size(); last++) {
      while (begun.get(last) - begun.get(first) >= 1_000) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}

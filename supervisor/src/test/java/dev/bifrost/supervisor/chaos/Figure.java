package dev.bifrost.supervisor.chaos;

import dev.bifrost.protocol.ExecutionId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Single figures of what happens when something dies, for {@code scripts/chaos --show}. */
enum Figure {
  /** {@code kill -9} of a child: until it is decided what happens next, and until that runs. */
  CHILD_KILLED {
    @Override
    String measure() throws IOException, InterruptedException {
      int rounds = 11;
      List<Long> decided = new ArrayList<>();
      List<Long> begun = new ArrayList<>();
      List<Long> running = new ArrayList<>();
      // It is not the code's fault.
      try (Stage stage = Stage.withoutBreaker()) {
        Member member = stage.member(2);
        for (int round = 1; round <= rounds; round++) {
          ExecutionId id = stage.sendWork("killed-" + round, 600_000);
          Patience.until("its start", () -> stage.start(id, 1).isPresent());
          long busy = stage.start(id, 1).orElseThrow().pid();
          long killedAt = System.currentTimeMillis();
          long killed = System.nanoTime();
          ProcessHandle.of(busy).ifPresent(ProcessHandle::destroyForcibly);
          Patience.until("the next", () -> stage.start(id, 2).isPresent());
          decided.add(stage.times(id, "retry").get(0) - killedAt);
          begun.add(stage.times(id, "started").get(1) - killedAt);
          running.add(millis(stage.start(id, 2).orElseThrow().at() - killed));
          stage.cancel(id);
          stage.awaitResults(List.of(id));
          stage.awaitReadyChildren(member, 2 + round);
        }
      }
      return "kill -9 of a running child, "
          + rounds
          + " times: decision in the journal after "
          + spread(decided)
          + ", the next attempt begun after "
          + spread(begun)
          + ", running after "
          + spread(running);
    }
  },

  /** {@code kill -9} of one of two supervisors: until all that it ran runs elsewhere. */
  SUPERVISOR_KILLED {
    @Override
    String measure() throws IOException, InterruptedException {
      return lost("kill -9 of one of two supervisors", "KILL", Duration.ZERO);
    }
  },

  /** One of two supervisors stands still for 40 s: the same, and what it does on waking. */
  SUPERVISOR_FROZEN {
    @Override
    String measure() throws IOException, InterruptedException {
      return lost("SIGSTOP of one of two supervisors for 40 s", "STOP", Duration.ofSeconds(40));
    }
  },

  /** Redis dies and comes back under load: until the throughput is as before. */
  REDIS_KILLED {
    @Override
    String measure() throws IOException, InterruptedException {
      int count = 6_000;
      try (Stage stage = Stage.set()) {
        stage.member(2);
        List<ExecutionId> ids = sendNothing(stage, "n", count);
        Patience.until("a third to be done", () -> waiting(stage) < count * 2 / 3);
        stage.redis().kill();
        Patience.pause(Duration.ofSeconds(1));
        stage.redis().restart();
        long back = System.currentTimeMillis();
        stage.awaitResults(ids);
        TreeMap<Long, Integer> bySecond = new TreeMap<>();
        for (ExecutionId id : ids) {
          for (long time : stage.times(id, "finished")) {
            bySecond.merge(Math.floorDiv(time - back, 1_000L), 1, Integer::sum);
          }
        }
        List<Integer> before = new ArrayList<>(bySecond.headMap(-2L).values());
        Collections.sort(before);
        int usual = before.get(before.size() / 2);
        long again =
            bySecond.tailMap(0L).entrySet().stream()
                .filter(entry -> entry.getValue() >= usual * 8 / 10)
                .mapToLong(entry -> entry.getKey() + 1)
                .findFirst()
                .orElse(-1);
        int ends = bySecond.values().stream().mapToInt(Integer::intValue).sum();
        return "Redis killed and restarted (AOF) under load: "
            + ends
            + " ends of "
            + count
            + " executions; "
            + usual
            + " a second before, at least 80 % of that again in second "
            + again
            + " after the restart";
      }
    }
  },

  /** Twenty executions that hear no interrupt reach their limit at once. */
  TIMEOUTS {
    @Override
    String measure() throws IOException, InterruptedException {
      int count = 20;
      int limit = 10;
      List<Long> late = new ArrayList<>();
      try (Stage stage = Stage.set()) {
        stage.member(count);
        List<ExecutionId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          ids.add(stage.send("t" + i, "spin", ", \"timeout_seconds\": " + limit));
        }
        stage.awaitResults(ids);
        for (ExecutionId id : ids) {
          long started = stage.times(id, "started").get(0);
          late.add(stage.times(id, "finished").get(0) - started - limit * 1_000L);
        }
      }
      return count
          + " timeouts at once of code that hears no interrupt (grace 2 s, SIGTERM, 1 s, SIGKILL):"
          + " ended "
          + spread(late)
          + " after their limits";
    }
  },

  /** A workflow that takes its JVM with it each time, among a thousand good ones. */
  CRASHES {
    @Override
    String measure() throws IOException, InterruptedException {
      List<Long> without = new ArrayList<>();
      List<Long> with = new ArrayList<>();
      try (Stage stage = Stage.set()) {
        stage.member(2);
        good(stage, "warm-up", false);
        for (int round = 0; round < 3; round++) {
          without.add(good(stage, "without" + round, false));
          with.add(good(stage, "with" + round, true));
        }
      }
      return "1,000 good executions alone took "
          + spread(without)
          + ", with one among them that crashes its JVM each time "
          + spread(with);
    }

    private long good(Stage stage, String name, boolean crash) throws InterruptedException {
      long start = System.nanoTime();
      List<ExecutionId> ids = sendNothing(stage, name + "-a", 100);
      if (crash) {
        stage.send(name + "-crash", "crash", "");
      }
      ids.addAll(sendNothing(stage, name + "-b", 900));
      stage.awaitResults(ids);
      return millis(System.nanoTime() - start);
    }
  };

  /** Measures it and says so in one line. */
  abstract String measure() throws IOException, InterruptedException;

  private static String lost(String what, String signal, Duration pause)
      throws IOException, InterruptedException {
    int count = 4;
    try (Stage stage = Stage.set()) {
      // Each has room for all.
      Member first = stage.member(count);
      List<ExecutionId> ids = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ids.add(stage.sendWork("l" + i, 45_000));
      }
      for (ExecutionId id : ids) {
        Patience.until("the start of " + id, () -> stage.start(id, 1).isPresent());
      }
      stage.member(count);
      long struck = System.nanoTime();
      Signal.send(signal, first.pid());
      List<Long> elsewhere = new ArrayList<>();
      for (ExecutionId id : ids) {
        Patience.until(id + " to run elsewhere", () -> stage.start(id, 2).isPresent());
        elsewhere.add(millis(stage.start(id, 2).orElseThrow().at() - struck));
      }
      String waking = "";
      if (!pause.isZero()) {
        Patience.pause(pause.minusNanos(System.nanoTime() - struck));
        Signal.send("CONT", first.pid());
      }
      stage.awaitResults(ids);
      List<String> problems = new ArrayList<>();
      for (ExecutionId id : ids) {
        problems.addAll(Runs.read(stage.runs(), id).problems(2));
        if (stage.times(id, "started").size() != 2 || stage.times(id, "finished").size() != 1) {
          problems.add(id + " has other than two starts and one end");
        }
      }
      if (!pause.isZero()) {
        waking =
            "; on waking it gave up "
                + (first.output().split("is not ours any more", -1).length - 1)
                + " of them";
      }
      return what
          + ", lease 15 s: all "
          + count
          + " executions running elsewhere after "
          + spread(elsewhere)
          + waking
          + "; runs beside another, or written twice: "
          + (problems.isEmpty() ? "none" : problems);
    }
  }

  private static List<ExecutionId> sendNothing(Stage stage, String name, int count) {
    List<ExecutionId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(stage.send(name + "-" + i, "nothing", ""));
    }
    return ids;
  }

  private static long waiting(Stage stage) {
    return stage.redis().commands().xlen("bifrost:queue:default");
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  private static String spread(List<Long> millis) {
    List<Long> sorted = millis.stream().sorted().toList();
    return sorted.get(sorted.size() / 2)
        + " ms (median; "
        + sorted.get(0)
        + " to "
        + sorted.get(sorted.size() - 1)
        + ")";
  }
}

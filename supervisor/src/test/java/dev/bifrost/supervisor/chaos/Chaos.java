package dev.bifrost.supervisor.chaos;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One run: a Redis, supervisors and a load of executions, and meanwhile one blow after another, in
 * an order that the seed decides. When it is over everything that was sent must have ended well,
 * once.
 */
final class Chaos {

  private static final Duration BETWEEN_LOTS = Duration.ofMillis(50);
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(3);
  private static final Duration LONGEST_FIRE = Duration.ofMinutes(15);

  /** A host on which nothing ends between two blows is given so long to recover. */
  private static final Duration LONGEST_RESPITE = Duration.ofSeconds(10);

  private static final int RECENT = 50;
  private static final int LOT = 20;
  private static final int BACKLOG = 40;

  private final ChaosSettings settings;
  private final Path folder;
  private final Path runs;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "chaos");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Blow> order = new ArrayList<>();
  private final Random random;
  private String lastEnd = "";
  private long lastBlow = System.nanoTime();

  /**
   * @param folder takes everything that the run leaves
   */
  Chaos(ChaosSettings settings, Path folder) {
    this.settings = settings;
    this.folder = folder;
    this.runs = folder.resolve("runs");
    this.random = new Random(settings.seed());
  }

  ChaosReport run() throws IOException, InterruptedException, ExecutionException {
    Files.createDirectories(runs);
    ChaosReport report;
    try (ChaosRedis redis = ChaosRedis.start(folder)) {
      report = run(redis);
    } finally {
      executor.shutdownNow();
    }
    String home = folder.toString();
    List<String> left =
        ProcessHandle.allProcesses()
            .filter(process -> process.info().commandLine().orElse("").contains(home))
            .filter(process -> process.pid() != ProcessHandle.current().pid())
            .map(process -> process.pid() + " " + process.info().commandLine().orElse(""))
            .toList();
    if (!left.isEmpty()) {
      report.violations().add("Processes are left: " + left);
    }
    return report;
  }

  private ChaosReport run(ChaosRedis redis)
      throws IOException, InterruptedException, ExecutionException {
    Crew crew = new Crew(folder, redis, settings, executor);
    Load load = new Load(redis, runs, settings.seed());
    long start = System.nanoTime();
    try {
      executor.submit(crew::start).get();
      var strikes =
          executor.scheduleWithFixedDelay(
              () -> strike(crew, redis),
              settings.pause().toMillis(),
              settings.pause().toMillis(),
              TimeUnit.MILLISECONDS);
      boolean complete = feed(load, crew, start);
      strikes.cancel(false);
      executor.submit(() -> calm(crew)).get();
      awaitResults(redis, load);
      awaitFreeKeys(redis, load);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      crew.dismiss();
      return inspect(redis, load, crew, took, complete);
    } finally {
      crew.abandon();
    }
  }

  /** Keeps something waiting until enough was sent and enough has happened. */
  private boolean feed(Load load, Crew crew, long start)
      throws InterruptedException, ExecutionException {
    while (true) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      boolean seen = !settings.everyPoint() || executor.submit(crew::hasSeenEverything).get();
      boolean enough = load.sent().size() >= settings.executions();
      if (enough && elapsed.compareTo(settings.least()) >= 0) {
        if (seen) {
          return true;
        }
        if (elapsed.compareTo(LONGEST_FIRE.plus(settings.least())) > 0) {
          return false;
        }
      }
      if (load.waiting() < BACKLOG) {
        load.send(LOT);
      }
      Patience.pause(BETWEEN_LOTS);
    }
  }

  private void strike(Crew crew, ChaosRedis redis) {
    boolean rested = System.nanoTime() - lastBlow > LONGEST_RESPITE.toNanos();
    if (!somethingEnded(redis) && !rested) {
      return;
    }
    lastBlow = System.nanoTime();
    try {
      if (order.isEmpty()) {
        Collections.addAll(order, Blow.values());
        Collections.shuffle(order, random);
      }
      crew.strike(order.remove(0));
    } catch (IOException | InterruptedException | RuntimeException e) {
      crew.surprises().add("A blow missed: " + e);
    }
  }

  /** Whether an execution has ended since the last blow: a dead system cannot be killed. */
  private boolean somethingEnded(ChaosRedis redis) {
    try {
      Optional<String> end =
          redis
              .commands()
              .xrevrange(Load.KEYS.events(), Range.unbounded(), Limit.from(RECENT))
              .stream()
              .filter(entry -> "finished".equals(entry.getBody().get("type")))
              .map(StreamMessage::getId)
              .findFirst();
      boolean news = end.isPresent() && !end.get().equals(lastEnd);
      lastEnd = end.orElse(lastEnd);
      return news;
    } catch (RedisException e) {
      return false;
    }
  }

  private static void calm(Crew crew) {
    try {
      crew.calm();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Until each has one, or for long none has got one. */
  private static void awaitResults(ChaosRedis redis, Load load) throws InterruptedException {
    List<Order> missing = new ArrayList<>(load.sent());
    long heard = System.nanoTime();
    while (!missing.isEmpty() && System.nanoTime() - heard < LONGEST_SILENCE.toNanos()) {
      int before = missing.size();
      try {
        missing.removeIf(order -> redis.commands().exists(Load.KEYS.result(order.id())) > 0);
      } catch (RedisException e) {
        heard = System.nanoTime(); // It is on its way back; its own bound is elsewhere.
      }
      heard = missing.size() < before ? System.nanoTime() : heard;
      Patience.pause(BETWEEN_LOTS);
    }
  }

  /** Who died with the result in Redis left its key to its lease. */
  private void awaitFreeKeys(ChaosRedis redis, Load load) throws InterruptedException {
    Inspection inspection = new Inspection(redis.commands(), runs);
    long start = System.nanoTime();
    while (inspection.held(load.sent()) > 0
        && System.nanoTime() - start < ChaosSettings.LEASE.multipliedBy(2).toNanos()) {
      Patience.pause(BETWEEN_LOTS);
    }
  }

  private ChaosReport inspect(
      ChaosRedis redis, Load load, Crew crew, Duration took, boolean complete) throws IOException {
    Inspection inspection = new Inspection(redis.commands(), runs);
    for (Order order : load.sent()) {
      inspection.execution(order, order.ownAttempts() + crew.faults());
    }
    inspection.queue();
    inspection.keys(load.sent());
    crew.surprises().forEach(inspection::violated);
    if (!complete) {
      inspection.violated("Not everything happened that was to happen");
    }
    return new ChaosReport(
        settings,
        load.sent().size(),
        took,
        crew.blows(),
        crew.deaths(),
        inspection.attempts(),
        inspection.lost(),
        inspection.doubled(),
        inspection.overlaps(),
        inspection.violations());
  }
}

package dev.bifrost.supervisor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How soon an execution begins where each has a fresh JVM and spares are ready, beside a pool that
 * uses its JVMs again; and how many fresh JVMs there are in a second once no spare is left.
 */
final class Spares implements Section {

  private static final int SPARES = 4;
  private static final int CHILDREN = 1;
  private static final int WARM_UP = 20;

  @Override
  public String name() {
    return "spares";
  }

  @Override
  public List<Row> measure(Stage stage) throws IOException {
    Path config = Files.createTempFile(stage.folder(), "one-shot", ".yaml");
    Files.writeString(config, "pool: {max-executions-per-child: 1, spares: " + SPARES + "}\n");
    int repeats = stage.extent().repeats();
    List<Double> again = new ArrayList<>();
    try (Contestant reuse = Contestant.bifrost(stage, CHILDREN);
        Load load = new Load(stage, reuse)) {
      begin(load, WARM_UP);
      for (int repeat = 0; repeat < repeats; repeat++) {
        again.add(begin(load, stage.extent().of(40, 12)));
      }
    }
    stage.clear();
    List<Double> fresh = new ArrayList<>();
    List<Double> starts = new ArrayList<>();
    try (Contestant oneShot = Contestant.bifrost(stage, CHILDREN, "--config", config.toString());
        Load load = new Load(stage, oneShot)) {
      for (int repeat = 0; repeat < repeats; repeat++) {
        pass(stage.extent().of(20, 15));
        fresh.add(begin(load, SPARES));
        starts.add(load.drain(stage.extent().of(40, 12)));
      }
    }
    stage.clear();
    return List.of(
        Row.of("JVMs used again: begun after, p50", "ms", again, Row.none()),
        new Row("fresh JVM each: begun after, p50", "ms", fresh, again, Row.Goal.atMostOfFloor(2)),
        Row.of("fresh JVMs without spares", "jobs/s", starts, Row.none()));
  }

  /** Sends one after the other; the median of the times until they have begun. */
  private static double begin(Load load, int times) throws IOException {
    List<Double> took = new ArrayList<>();
    for (int one = 0; one < times; one++) {
      took.add(load.untilBegun());
    }
    return Row.percentile(took, 0.5);
  }

  /** Gives the spares time to be refilled. */
  private static void pass(int seconds) {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}

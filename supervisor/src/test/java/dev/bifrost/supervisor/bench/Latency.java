package dev.bifrost.supervisor.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How long one execution takes in an idle system, from sending it to its visible result. */
final class Latency implements Section {

  private static final int WARM_UP = 100;

  /** So that each finds the system idle. */
  private static final long PAUSE_NANOS = 5_000_000L;

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public List<Row> measure(Stage stage) throws IOException {
    int children = stage.extent().children();
    int executions = stage.extent().of(1_000, 200);
    List<Double> ours = new ArrayList<>();
    List<Double> floors = new ArrayList<>();
    List<Double> tails = new ArrayList<>();
    List<Double> floorTails = new ArrayList<>();
    try (Contestant floor = Contestant.floor(stage, children);
        Contestant bifrost = Contestant.bifrost(stage, children);
        Load floorLoad = new Load(stage, floor);
        Load load = new Load(stage, bifrost)) {
      times(floorLoad, WARM_UP);
      times(load, WARM_UP);
      for (int repeat = 0; repeat < stage.extent().repeats(); repeat++) {
        List<Double> times = times(floorLoad, executions);
        floors.add(Row.median(times));
        floorTails.add(Row.percentile(times, 0.99));
        times = times(load, executions);
        ours.add(Row.median(times));
        tails.add(Row.percentile(times, 0.99));
      }
    }
    stage.clear();
    List<Double> tailRatios = new ArrayList<>();
    for (int repeat = 0; repeat < ours.size(); repeat++) {
      tailRatios.add(tails.get(repeat) / ours.get(repeat));
    }
    return List.of(
        Row.of("floor: one execution, p50", "ms", floors, Row.none()),
        new Row("one execution, p50", "ms", ours, floors, Row.Goal.atMostOfFloor(1.3)),
        new Row("one execution, p99", "ms", tails, floorTails, Row.none()),
        Row.of("p99 / p50", "", tailRatios, Row.Goal.atMost(3)));
  }

  private static List<Double> times(Load load, int executions) throws IOException {
    List<Double> times = new ArrayList<>();
    for (int one = 0; one < executions; one++) {
      times.add(load.one());
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return times;
  }
}

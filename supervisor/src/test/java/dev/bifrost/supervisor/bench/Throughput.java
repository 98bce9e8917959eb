package dev.bifrost.supervisor.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How many executions that do nothing a warm pool drains in a second. */
final class Throughput implements Section {

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public List<Row> measure(Stage stage) throws IOException {
    int children = stage.extent().children();
    int executions = stage.extent().of(20_000, 4_000);
    List<Double> ours = new ArrayList<>();
    List<Double> floors = new ArrayList<>();
    List<Double> cost = new ArrayList<>();
    List<Double> childCost = new ArrayList<>();
    try (Contestant floor = Contestant.floor(stage, children);
        Contestant bifrost = Contestant.bifrost(stage, children);
        Load floorLoad = new Load(stage, floor);
        Load load = new Load(stage, bifrost)) {
      floorLoad.drain(executions);
      load.drain(executions);
      for (int repeat = 0; repeat < stage.extent().repeats(); repeat++) {
        floors.add(floorLoad.drain(executions));
        double before = Usage.cpuSeconds(bifrost.process().pid());
        double childrenBefore = childrenCpu(bifrost);
        ours.add(load.drain(executions));
        cost.add((Usage.cpuSeconds(bifrost.process().pid()) - before) * 1e3 / executions);
        childCost.add((childrenCpu(bifrost) - childrenBefore) * 1e3 / executions);
      }
    }
    stage.clear();
    return List.of(
        new Row("floor: drained", "jobs/s", floors, List.of(), Row.none()),
        new Row("drained", "jobs/s", ours, floors, Row.Goal.atLeastOfFloor(0.8)),
        Row.of("supervisor's processor time", "ms/job", cost, Row.none()),
        Row.of("children's processor time", "ms/job", childCost, Row.none()));
  }

  private static double childrenCpu(Contestant contestant) throws IOException {
    double seconds = 0;
    for (ProcessHandle child : contestant.children()) {
      seconds += Usage.cpuSeconds(child.pid());
    }
    return seconds;
  }
}

package dev.bifrost.supervisor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What it costs to replace children after every ten executions: throughput beside a pool that keeps
 * its children, as it is and with the processor time of the JVMs' starts taken out.
 */
final class Recycling implements Section {

  private static final int EVERY = 10;

  @Override
  public String name() {
    return "recycling";
  }

  @Override
  public List<Row> measure(Stage stage) throws IOException {
    Path config = Files.createTempFile(stage.folder(), "recycling", ".yaml");
    Files.writeString(config, "pool.max-executions-per-child: " + EVERY + "\n");
    int children = stage.extent().children();
    int executions = stage.extent().of(4_000, 1_000);
    List<Double> kept = new ArrayList<>();
    List<Double> replaced = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    double work;
    try (Contestant keeping = Contestant.bifrost(stage, children);
        Load load = new Load(stage, keeping)) {
      load.drain(executions);
      double before = cpu(keeping);
      for (int repeat = 0; repeat < stage.extent().repeats(); repeat++) {
        kept.add(load.drain(executions));
      }
      work = (cpu(keeping) - before) / executions / stage.extent().repeats();
    }
    stage.clear();
    try (Contestant replacing = Contestant.bifrost(stage, children, "--config", config.toString());
        Load load = new Load(stage, replacing)) {
      load.drain(executions);
      for (int repeat = 0; repeat < stage.extent().repeats(); repeat++) {
        long pid = replacing.process().pid();
        double before = Usage.endedChildrenCpuSeconds(pid);
        double rate = load.drain(executions);
        replaced.add(rate);
        // What they did besides their work is their start and their end.
        double starts = Usage.endedChildrenCpuSeconds(pid) - before - work * executions;
        double seconds = executions / rate;
        double share = starts / Runtime.getRuntime().availableProcessors();
        without.add(executions / Math.max(seconds - share, seconds / 10));
      }
    }
    stage.clear();
    return List.of(
        Row.of("children kept", "jobs/s", kept, Row.none()),
        new Row("replaced after every ten", "jobs/s", replaced, kept, Row.none()),
        new Row(
            "the same, starts of JVMs taken out",
            "jobs/s",
            without,
            kept,
            Row.Goal.atLeastOfFloor(0.95)));
  }

  private static double cpu(Contestant contestant) throws IOException {
    double seconds = 0;
    for (ProcessHandle child : contestant.children()) {
      seconds += Usage.cpuSeconds(child.pid());
    }
    return seconds;
  }
}

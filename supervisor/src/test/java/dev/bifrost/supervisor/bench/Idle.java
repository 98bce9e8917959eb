package dev.bifrost.supervisor.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What a supervisor with two children costs that has nothing to do: processor time and memory. */
final class Idle implements Section {

  private static final int CHILDREN = 2;

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public List<Row> measure(Stage stage) throws IOException {
    List<Double> supervisor = new ArrayList<>();
    List<Double> children = new ArrayList<>();
    List<Double> together = new ArrayList<>();
    List<Double> memory = new ArrayList<>();
    List<Double> childMemory = new ArrayList<>();
    try (Contestant bifrost = Contestant.bifrost(stage, CHILDREN)) {
      // The compilers have to calm down first.
      pass(stage.extent().of(30, 15));
      for (int repeat = 0; repeat < stage.extent().repeats(); repeat++) {
        long pid = bifrost.process().pid();
        int seconds = stage.extent().of(60, 20);
        double before = Usage.cpuSeconds(pid);
        double childrenBefore = children(bifrost);
        pass(seconds);
        supervisor.add(100 * (Usage.cpuSeconds(pid) - before) / seconds);
        children.add(100 * (children(bifrost) - childrenBefore) / seconds);
        together.add(supervisor.get(repeat) + children.get(repeat));
        memory.add(Usage.pssMegabytes(pid));
        for (ProcessHandle child : bifrost.children()) {
          childMemory.add(Usage.pssMegabytes(child.pid()));
        }
      }
    }
    return List.of(
        Row.of("supervisor", "% of a core", supervisor, Row.none()),
        Row.of("two children", "% of a core", children, Row.none()),
        Row.of("together", "% of a core", together, Row.Goal.atMost(0.3)),
        Row.of("supervisor's memory", "MB PSS", memory, Row.Goal.atMost(110)),
        Row.of("a child's memory", "MB PSS", childMemory, Row.Goal.atMost(50)));
  }

  private static double children(Contestant contestant) throws IOException {
    double seconds = 0;
    for (ProcessHandle child : contestant.children()) {
      seconds += Usage.cpuSeconds(child.pid());
    }
    return seconds;
  }

  private static void pass(int seconds) {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}

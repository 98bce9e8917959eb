package dev.bifrost.supervisor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a hundred queues cost while they are empty, and what a long backlog in them costs. */
final class Backlog implements Section {

  private static final int QUEUES = 100;

  @Override
  public String name() {
    return "backlog";
  }

  @Override
  public List<Row> measure(Stage stage) throws IOException {
    int entries = stage.extent().of(1_000_000, 100_000);
    int seconds = stage.extent().of(60, 15);
    Path config = Files.createTempFile(stage.folder(), "queues", ".yaml");
    Files.writeString(
        config,
        "queues: "
            + IntStream.range(0, QUEUES)
                .mapToObj(number -> "q" + number)
                .collect(Collectors.toList())
            + "\n");
    try (Contestant bifrost =
            Contestant.bifrost(stage, stage.extent().children(), "--config", config.toString());
        Load load = new Load(stage, bifrost)) {
      pass(seconds);
      long pid = bifrost.process().pid();
      double before = Usage.cpuSeconds(pid);
      pass(seconds);
      double idle = 100 * (Usage.cpuSeconds(pid) - before) / seconds;
      double empty = Usage.pssMegabytes(pid);
      for (int number = 0; number < QUEUES; number++) {
        load.backlog("q" + number, entries / QUEUES);
      }
      pass(seconds);
      double full = Usage.pssMegabytes(pid);
      return List.of(
          Row.of("100 empty queues: supervisor", "% of a core", List.of(idle), Row.none()),
          Row.of("100 empty queues: memory", "MB PSS", List.of(empty), Row.none()),
          new Row(
              entries + " queued: memory",
              "MB PSS",
              List.of(full),
              List.of(empty),
              Row.Goal.atMostOfFloor(1.25)));
    } finally {
      stage.clear();
    }
  }

  private static void pass(int seconds) {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}

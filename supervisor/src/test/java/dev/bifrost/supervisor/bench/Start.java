package dev.bifrost.supervisor.bench;

import dev.bifrost.protocol.ChildMessage.Kind;
import dev.bifrost.supervisor.process.ClassArchive;
import dev.bifrost.supervisor.process.LaunchCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How a child starts, beside a program with the same flags that does nothing but say that it is
 * ready; and what it keeps in memory while it runs many executions.
 */
final class Start implements Section {

  private static final Duration CALM = Duration.ofSeconds(1);
  private static final Duration GLANCE = Duration.ofMillis(50);
  private static final int FEW = 1_000;
  private static final int CPU_GOAL_17 = 250;
  private static final int CPU_GOAL_25 = 130;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public List<Row> measure(Stage stage) throws IOException, InterruptedException {
    LaunchCommand bareCommand =
        Birth.command(List.of("-cp", Stage.CLASSES.toString(), BareMain.class.getName()));
    Path jar = stage.root().resolve("child-worker/target/child-worker.jar");
    LaunchCommand command = Birth.command(List.of("-jar", jar.toString()));
    List<Double> bare = new ArrayList<>();
    List<Double> bareCpu = new ArrayList<>();
    List<Double> child = new ArrayList<>();
    List<Double> childCpu = new ArrayList<>();
    List<Double> first = new ArrayList<>();
    List<Double> memory = new ArrayList<>();
    List<Double> fewMemory = new ArrayList<>();
    ClassArchive none = new ClassArchive(bareCommand, stage.folder(), stage.folder());
    none.close(); // One that is closed is never made.
    try (ClassArchive archive = new ClassArchive(command, jar, stage.folder())) {
      rehearse(stage, command, archive);
      for (int repeat = 0; repeat < stage.extent().of(7, 3) * stage.extent().repeats(); repeat++) {
        try (Birth born = new Birth(stage, bareCommand, none)) {
          bare.add(born.await(Kind.READY));
          bareCpu.add(calmCpu(born));
        }
        try (Birth born = new Birth(stage, command, archive)) {
          child.add(born.await(Kind.READY));
          childCpu.add(calmCpu(born));
        }
        try (Birth born = new Birth(stage, command, archive)) {
          first.add(firstResult(stage, born, repeat));
        }
      }
      for (int repeat = 0; repeat < stage.extent().repeats(); repeat++) {
        try (Birth born = new Birth(stage, command, archive)) {
          run(stage, born, FEW);
          fewMemory.add(Usage.pssMegabytes(born.pid()));
          run(stage, born, stage.extent().of(9 * FEW, 2 * FEW));
          memory.add(Usage.pssMegabytes(born.pid()));
        }
      }
    }
    stage.clear();
    int cpuGoal = Runtime.version().feature() < 25 ? CPU_GOAL_17 : CPU_GOAL_25;
    String many = stage.extent().of(10 * FEW, 3 * FEW) + " executions";
    return List.of(
        Row.of("floor: bare main, to ready", "ms", bare, Row.none()),
        new Row("child, to ready", "ms", child, bare, Row.Goal.atMostOfFloor(4)),
        new Row("child, to its first result", "ms", first, bare, Row.none()),
        Row.of("floor: bare main, until it is calm", "ms CPU", bareCpu, Row.none()),
        new Row("child, until it is calm", "ms CPU", childCpu, bareCpu, Row.Goal.atMost(cpuGoal)),
        Row.of("memory after 1000 executions", "MB PSS", fewMemory, Row.none()),
        new Row("memory after " + many, "MB PSS", memory, fewMemory, Row.Goal.atMostOfFloor(1.1)));
  }

  /** Starts one child without an archive, and waits for the archive that this leads to. */
  private static void rehearse(Stage stage, LaunchCommand command, ClassArchive archive)
      throws InterruptedException {
    try (Birth born = new Birth(stage, command, archive)) {
      born.await(Kind.READY);
      for (int glance = 0; archive.find().isEmpty() && glance < 1_200; glance++) {
        LockSupport.parkNanos(GLANCE.toNanos());
      }
    }
  }

  private static double calmCpu(Birth born) throws IOException {
    long end = System.nanoTime() + CALM.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    return 1_000 * Usage.cpuSeconds(born.pid());
  }

  private static double firstResult(Stage stage, Birth born, int number)
      throws IOException, InterruptedException {
    try (Wire wire = Wire.open(stage.uri())) {
      String id = "first-" + number;
      wire.call("SET", "bifrost:exec:" + id + ":context", Load.CONTEXT);
      born.run(id);
    }
    return born.await(Kind.RESULT);
  }

  private static void run(Stage stage, Birth born, int executions)
      throws IOException, InterruptedException {
    try (Wire wire = Wire.open(stage.uri())) {
      wire.call("SET", "bifrost:exec:again:context", Load.CONTEXT);
      for (int execution = 0; execution < executions; execution++) {
        born.run("again");
        born.await(Kind.RESULT);
      }
    }
  }
}

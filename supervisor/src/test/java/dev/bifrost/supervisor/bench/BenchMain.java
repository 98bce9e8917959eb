package dev.bifrost.supervisor.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code scripts/bench} runs. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures the whole system and prints one table. The floor is the leanest program that does"
          + " the same; ratios to it count, since they are of the same machine and moment.",
      "Sections: throughput, latency, idle, rate. Exit codes: 0 measured, 1 something went wrong, 2 bad"
          + " usage."
    })
@SuppressWarnings({"SystemOut", "NullAway.Init"}) // A command line, whose fields picocli sets.
public final class BenchMain implements Callable<Integer> {

  private static final List<Section> SECTIONS =
      List.of(new Throughput(), new Latency(), new Idle(), new Rate());

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "SECTION", description = "What is measured (all).")
  private List<String> chosen = new ArrayList<>();

  @Option(names = "--quick", description = "Measures little, in about two minutes.")
  private boolean quick;

  @Option(names = "--repeats", defaultValue = "3", description = "Each so many times (3).")
  private int repeats;

  @Option(names = "--children", defaultValue = "2", description = "So many children (2).")
  private int children;

  @Option(names = "--json", description = "Prints JSON instead of the table.")
  private boolean json;

  /** Runs it and exits. */
  public static void main(String[] arguments) {
    // Whoever stops it in the middle wants nothing left behind.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly),
                "bench-shutdown"));
    System.exit(new CommandLine(new BenchMain()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (repeats < 1 || children < 1) {
      throw new ParameterException(
          spec.commandLine(), "--repeats and --children are whole numbers from 1.");
    }
    Report report = new Report();
    try (Stage stage = Stage.set(new Stage.Extent(quick, repeats, children))) {
      for (Section section : sections()) {
        System.err.println("Measuring " + section.name() + " …");
        report.add(section.name(), section.measure(stage));
      }
    }
    System.out.println(json ? report.json() : report.table());
    return 0;
  }

  private List<Section> sections() {
    if (chosen.isEmpty()) {
      return SECTIONS;
    }
    List<Section> sections = new ArrayList<>();
    for (String name : chosen) {
      sections.add(
          SECTIONS.stream()
              .filter(section -> section.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(),
                          "There is no section \""
                              + name
                              + "\". Allowed are "
                              + String.join(", ", SECTIONS.stream().map(Section::name).toList())
                              + ".")));
    }
    return sections;
  }
}

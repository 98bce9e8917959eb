package dev.bifrost.supervisor.chaos;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What {@code scripts/chaos} runs. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs executions while children, supervisors and Redis are killed, frozen and restarted, and"
          + " asks afterwards whether anything was lost, doubled or left. Prints one table.",
      "Exit codes: 0 nothing was, 1 something was, 2 bad usage."
    })
@SuppressWarnings("SystemOut") // A command line's answer.
public final class ChaosMain implements Callable<Integer> {

  @Option(names = "--executions", defaultValue = "2000", description = "At least so many (2000).")
  private int executions;

  @Option(names = "--seconds", defaultValue = "60", description = "At least so long (60).")
  private int seconds;

  @Option(names = "--seed", defaultValue = "1", description = "Decides what happens (1).")
  private long seed;

  @Option(names = "--supervisors", defaultValue = "2", description = "So many (2).")
  private int supervisors;

  @Option(names = "--children", defaultValue = "2", description = "So many each (2).")
  private int children;

  @Option(names = "--pause", defaultValue = "2000", description = "Ms between blows (2000).")
  private int pause;

  @Option(
      names = "--show",
      description = "Measures one thing instead, and prints one line: ${COMPLETION-CANDIDATES}.")
  private @Nullable Figure figure;

  /** Runs it and exits. */
  public static void main(String[] arguments) {
    // Whoever stops it in the middle wants nothing left behind.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly),
                "chaos-shutdown"));
    System.exit(
        new CommandLine(new ChaosMain())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    if (figure != null) {
      System.out.println(figure.measure());
      return 0;
    }
    Path folder = Files.createTempDirectory("bifrost-chaos-");
    ChaosSettings settings =
        new ChaosSettings(
            executions,
            Duration.ofSeconds(seconds),
            seed,
            supervisors,
            children,
            Duration.ofMillis(pause),
            true);
    ChaosReport report = new Chaos(settings, folder).run();
    System.out.println(report.describe());
    if (report.violations().isEmpty()) {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
      return 0;
    }
    System.out.println("Everything that the run left is in " + folder);
    return 1;
  }
}

package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bifrost wait}: waits for the end of an execution. */
@Command(
    description = "Wait until an execution has ended, and show its result.",
    footerHeading = "%nExample:%n",
    footer = {"  bifrost wait report-7 --timeout 5m", ""})
final class WaitCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final ExecutionArgument execution = new ExecutionArgument();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long to wait, as 30s or 5m; exit code 5 after it. Default: for ever.")
  private @Nullable Duration timeout;

  WaitCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    try (Client client = connection.connect(surroundings)) {
      if (!client.knows(execution.id())) {
        throw Results.unknown(execution.id());
      }
      return new Journal(client, execution.id())
          .follow(Optional.ofNullable(timeout), (type, data) -> {})
          .map(result -> Results.print(output, result))
          .orElseThrow(() -> Results.late(execution.id()))
          .number();
    }
  }
}

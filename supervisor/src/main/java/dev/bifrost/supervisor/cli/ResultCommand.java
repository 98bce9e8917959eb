package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ObjectNode;

/** {@code bifrost result}: shows how an execution ended. */
@Command(
    description = {
      "Show the result of an execution.",
      "The exit code is 0 if it succeeded, 1 if it did not, 4 if it has no result (yet)."
    },
    footerHeading = "%nExample:%n",
    footer = {"  bifrost result report-7 --json", ""})
final class ResultCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final ExecutionArgument execution = new ExecutionArgument();

  ResultCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    try (Client client = connection.connect(surroundings)) {
      Optional<ObjectNode> result = client.result(execution.id());
      return Results.print(
              output, result.orElseThrow(() -> Results.missing(client, execution.id())))
          .number();
    }
  }
}

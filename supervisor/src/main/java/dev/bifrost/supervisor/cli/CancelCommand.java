package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code bifrost cancel}: asks for the end of an execution. */
@Command(
    description = "Cancel an execution, whether it waits or runs.",
    footerHeading = "%nExample:%n",
    footer = {"  bifrost cancel report-7 --reason \"wrong month\"", ""})
final class CancelCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final ExecutionArgument execution = new ExecutionArgument();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stands in the result.")
  private @Nullable String reason;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who cancels; stands in the result. Default: your login name.")
  private String by = System.getProperty("user.name", "unknown");

  CancelCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    try (Client client = connection.connect(surroundings)) {
      if (!client.knows(execution.id())) {
        throw Results.unknown(execution.id());
      }
      client
          .result(execution.id())
          .ifPresent(
              result -> {
                throw new CommandFailure(
                    ExitCode.FAILED,
                    "Execution "
                        + execution.id()
                        + " has ended already: "
                        + result.path("status").asString("")
                        + ". Nothing was done.");
              });
      ObjectNode request =
          Json.object().put("by", by).put("reason", reason).put("at", Json.time(Instant.now()));
      client.cancel(execution.id(), request);
      if (output.json()) {
        output.pretty(request.put("execution_id", execution.id().value()));
      } else {
        output.line("Cancellation of " + execution.id() + " is asked for.");
      }
      return ExitCode.DONE.number();
    }
  }
}

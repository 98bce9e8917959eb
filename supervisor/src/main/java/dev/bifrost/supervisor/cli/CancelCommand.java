package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.Json;
import dev.bifrost.supervisor.client.Executions;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.time.Instant;
import java.util.Optional;
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
  @Mixin private final OperatorOption operator = new OperatorOption();
  @Mixin private final ExecutionArgument execution = new ExecutionArgument();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stands in the result.")
  private @Nullable String reason;

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
          Json.object()
              .put("by", operator.name())
              .put("reason", reason)
              .put("at", Json.time(Instant.now()));
      Executions executions = client.executions();
      Optional<CancelRequest> before =
          client.answer(executions.cancel(execution.id(), request.toString()));
      boolean ended = client.answer(executions.withdraw(execution.id()));
      if (output.json()) {
        output.pretty(request.put("execution_id", execution.id().value()).put("ended", ended));
      } else {
        output.line(told(before, ended));
      }
      return ExitCode.DONE.number();
    }
  }

  private String told(Optional<CancelRequest> before, boolean ended) {
    if (ended) {
      return execution.id() + " is cancelled; it had not begun.";
    }
    return before
        .map(
            request ->
                "Cancellation of "
                    + execution.id()
                    + " was asked for before, "
                    + request.describe()
                    + ".")
        .orElse("Cancellation of " + execution.id() + " is asked for.");
  }
}

package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code bifrost signal}: tells an execution something that it waits for. */
@Command(
    description = {
      "Tell an execution something.",
      "Its workflow gets it from awaitSignal(NAME, …), now or when it asks for it."
    },
    footerHeading = "%nExample:%n",
    footer = {"  bifrost signal order-7 approved '{\"by\": \"alice\"}'", ""})
final class SignalCommand implements Callable<Integer> {

  private static final int LONGEST_NAME = 200;

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final ExecutionArgument execution = new ExecutionArgument();

  @Parameters(index = "1", paramLabel = "NAME", description = "What it is about.")
  private String name = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "JSON",
      description = "What comes with it; null by default.")
  private @Nullable String data;

  SignalCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "The name of a signal has 1 to " + LONGEST_NAME + " characters. Nothing was done.");
    }
    JsonNode parsed = parsed();
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
      String entry =
          client.answer(client.executions().signal(execution.id(), name, parsed.toString()));
      if (output.json()) {
        ObjectNode json = Json.object().put("execution_id", execution.id().value());
        json.put("name", name).set("data", parsed);
        output.pretty(json.put("signal_id", entry));
      } else {
        output.line("Told " + execution.id() + " \"" + Plain.text(name) + "\".");
      }
      return ExitCode.DONE.number();
    }
  }

  private JsonNode parsed() {
    try {
      return Json.read(data == null ? "null" : data);
    } catch (MalformedJsonException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "What comes with a signal must be JSON (text in double quotes): "
              + e.getMessage()
              + ". Nothing was done.",
          e);
    }
  }
}

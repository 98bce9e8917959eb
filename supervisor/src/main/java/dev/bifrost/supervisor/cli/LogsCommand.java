package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code bifrost logs}: prints what an execution logged and printed. */
@Command(
    description = "Show what an execution has logged and printed.",
    footerHeading = "%nExample:%n",
    footer = {"  bifrost logs -f report-7", ""})
final class LogsCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final ExecutionArgument execution = new ExecutionArgument();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the execution has ended.")
  private boolean follow;

  LogsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    try (Client client = connection.connect(surroundings)) {
      if (!client.knows(execution.id())) {
        throw Results.unknown(execution.id());
      }
      Journal journal = new Journal(client, execution.id());
      AtomicBoolean journalled = new AtomicBoolean();
      Journal.Reader reader =
          (type, data) -> {
            journalled.set(true);
            entry(type, data);
          };
      Optional<ObjectNode> result =
          follow ? journal.follow(Optional.empty(), reader) : readOnce(client, journal, reader);
      if (!journalled.get()) {
        // The journal has expired or was never kept; the result has its own copy of the lines.
        result.ifPresent(kept -> kept.path("logs").forEach(this::print));
      }
      return ExitCode.DONE.number();
    }
  }

  private Optional<ObjectNode> readOnce(Client client, Journal journal, Journal.Reader reader) {
    journal.readOn(reader);
    return client.result(execution.id());
  }

  private void entry(String type, ObjectNode data) {
    if (type.equals("log")) {
      print(data);
    }
  }

  private void print(JsonNode line) {
    if (output.json()) {
      output.compact(line);
    } else {
      output.line(LogView.line(line));
    }
  }
}

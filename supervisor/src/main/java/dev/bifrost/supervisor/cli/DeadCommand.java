package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import io.lettuce.core.ScoredValue;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code bifrost dead}: shows and deletes dead letters. */
@Command(
    description = "Show the executions of a queue that failed with all attempts and credits used.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bifrost dead reports",
      "  bifrost dead --delete report-7",
      "  bifrost dead reports --delete-all",
      ""
    })
final class DeadCommand implements Callable<Integer> {

  /** One of them. */
  private record Letter(String id, Instant since, String cause, String attempt, String error) {}

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final OperatorOption operator = new OperatorOption();

  // Replaced by picocli with the real one.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "QUEUE", description = "The queue. Default: default.")
  private @Nullable QueueName queue;

  @Option(
      names = "--delete",
      paramLabel = "ID",
      description = "Take this one off the list; its result stays for its time.")
  private @Nullable ExecutionId delete;

  @Option(names = "--delete-all", description = "Take all of QUEUE off the list.")
  private boolean deleteAll;

  DeadCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    if (delete != null && (deleteAll || queue != null)) {
      throw new ParameterException(
          spec.commandLine(), "--delete ID goes neither with QUEUE nor with --delete-all.");
    }
    if (deleteAll && queue == null) {
      throw new ParameterException(spec.commandLine(), "--delete-all needs the QUEUE.");
    }
    QueueName name = queue == null ? QueueName.DEFAULT : queue;
    try (Client client = connection.connect(surroundings)) {
      Graveyard graveyard = new Graveyard(client, operator.name());
      if (deleteAll) {
        return new DeadReport(output, "deleted", "off the list")
            .print(name, graveyard.deleteAll(name))
            .number();
      }
      if (delete == null) {
        print(letters(client, name));
        return ExitCode.DONE.number();
      }
      graveyard.delete(delete);
      if (output.json()) {
        output.pretty(Json.object().put("execution_id", delete.value()).put("deleted", true));
      } else {
        output.line(delete + " is off the list.");
      }
      return ExitCode.DONE.number();
    }
  }

  private static List<Letter> letters(Client client, QueueName queue) {
    return client.commands().zrangeWithScores(client.keys().dead(queue), 0, -1).stream()
        .map(letter -> letter(client, letter))
        .toList();
  }

  private static Letter letter(Client client, ScoredValue<String> found) {
    ExecutionId id = new ExecutionId(found.getValue());
    ObjectNode result = client.result(id).orElseGet(Json::object);
    String type = result.path("error_type").asString("expired");
    return new Letter(
        id.value(),
        Instant.ofEpochMilli((long) found.getScore()),
        result.path("death").path("cause").asString(type),
        result.path("attempt").asString("-"),
        Plain.text(result.path("error").asString("").lines().findFirst().orElse("")));
  }

  private void print(List<Letter> letters) {
    if (output.json()) {
      ArrayNode array = Json.mapper().createArrayNode();
      for (Letter letter : letters) {
        ObjectNode json =
            array
                .addObject()
                .put("execution_id", letter.id)
                .put("dead_since", Json.time(letter.since))
                .put("cause", letter.cause);
        if (letter.attempt.equals("-")) {
          json.putNull("attempts");
        } else {
          json.put("attempts", Integer.parseInt(letter.attempt));
        }
        json.put("error", letter.error);
      }
      output.pretty(array);
      return;
    }
    if (letters.isEmpty()) {
      output.line("There are no dead letters.");
      return;
    }
    Table table = new Table("ID", "DEAD SINCE", "CAUSE", "ATTEMPTS", "ERROR");
    letters.forEach(
        letter ->
            table.row(
                letter.id, Json.time(letter.since), letter.cause, letter.attempt, letter.error));
    output.table(table);
  }
}

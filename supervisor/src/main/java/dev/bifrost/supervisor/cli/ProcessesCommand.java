package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.supervisor.client.Supervisors;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code bifrost ps}: shows supervisors, their children and what these run. */
@Command(description = "Show supervisors, their children and the running executions.")
final class ProcessesCommand implements Callable<Integer> {

  private static final String NONE = "-";

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();

  ProcessesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    try (Client client = connection.connect(surroundings)) {
      List<ObjectNode> heartbeats = client.answer(new Supervisors(client.link()).heartbeats());
      if (output.json()) {
        ArrayNode array = Json.mapper().createArrayNode();
        heartbeats.forEach(array::add);
        output.pretty(array);
      } else if (heartbeats.isEmpty()) {
        output.line("No supervisor is running. \"bifrost serve\" starts one.");
      } else {
        supervisors(heartbeats).lines().forEach(output::line);
        output.line("");
        children(heartbeats).lines().forEach(output::line);
      }
      return ExitCode.DONE.number();
    }
  }

  private static Table supervisors(List<ObjectNode> heartbeats) {
    Table table =
        new Table("SUPERVISOR", "HOST", "PID", "STATUS", "QUEUES", "CHILDREN", "DONE", "FAILED");
    for (ObjectNode heartbeat : heartbeats) {
      JsonNode counters = heartbeat.path("counters");
      table.row(
          text(heartbeat, "supervisor_id"),
          text(heartbeat, "hostname"),
          text(heartbeat, "pid"),
          text(heartbeat, "status"),
          String.join(",", elements(heartbeat.path("queues")).map(JsonNode::asString).toList()),
          String.valueOf(
              elements(heartbeat.path("pools")).mapToInt(p -> p.path("children").size()).sum()),
          text(counters, "succeeded"),
          String.valueOf(
              counters.path("failed").asLong(0)
                  + counters.path("timed_out").asLong(0)
                  + counters.path("crashed").asLong(0)));
    }
    return table;
  }

  private static Table children(List<ObjectNode> heartbeats) {
    Table table = new Table("CHILD PID", "SUPERVISOR", "STATE", "MEMORY", "DONE", "RUNS", "FOR");
    for (ObjectNode heartbeat : heartbeats) {
      elements(heartbeat.path("pools"))
          .flatMap(pool -> elements(pool.path("children")))
          .forEach(child -> child(table, text(heartbeat, "supervisor_id"), child));
    }
    return table;
  }

  private static void child(Table table, String supervisor, JsonNode child) {
    JsonNode memory = child.path("rss_bytes");
    JsonNode execution = child.path("execution");
    JsonNode elapsed = execution.path("elapsed_ms");
    table.row(
        text(child, "pid"),
        supervisor,
        text(child, "state"),
        memory.isNumber() ? Plain.size(memory.asLong()) : NONE,
        text(child, "executions_completed"),
        text(execution, "execution_id"),
        elapsed.isNumber() ? Plain.duration(Duration.ofMillis(elapsed.asLong())) : NONE);
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isMissingNode() || value.isNull() ? NONE : Plain.text(value.asString(NONE));
  }
}

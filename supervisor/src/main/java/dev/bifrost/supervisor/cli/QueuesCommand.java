package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.QueueDepth;
import dev.bifrost.supervisor.client.Queues;
import dev.bifrost.supervisor.config.Configuration;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;

/** {@code bifrost queues}: shows how much stands in the queues. */
@Command(
    description = {
      "Show the queues, how many executions wait and run, and what operators set.",
      "\"queues set\" and \"queues unset\" change their limits."
    })
final class QueuesCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();

  QueuesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    List<QueueName> configured =
        Configuration.load(connection.options(), surroundings).settings().service().queues();
    try (Client client = connection.connect(surroundings)) {
      print(client.answer(new Queues(client.link()).depths(configured)));
      return ExitCode.DONE.number();
    }
  }

  private void print(List<QueueDepth> depths) {
    if (output.json()) {
      ArrayNode array = Json.mapper().createArrayNode();
      depths.forEach(depth -> array.add(depth.toJson()));
      output.pretty(array);
      return;
    }
    Table table =
        new Table(
            "QUEUE",
            "WAITING",
            "TAKEN",
            "HELD BACK",
            "SCHEDULED",
            "DEAD",
            "NEXT DUE",
            "SET BY OPERATORS");
    for (QueueDepth depth : depths) {
      List<String> cells = new ArrayList<>(List.of(depth.queue().value()));
      for (long count :
          new long[] {
            depth.waiting(), depth.taken(), depth.held(), depth.scheduled(), depth.dead()
          }) {
        cells.add(String.valueOf(count));
      }
      cells.add(depth.nextDue().map(Json::time).orElse("-"));
      cells.add(Plain.text(depth.control().describe()));
      table.row(cells.toArray(String[]::new));
    }
    output.table(table);
  }
}

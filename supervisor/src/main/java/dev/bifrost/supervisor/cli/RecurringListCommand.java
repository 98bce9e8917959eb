package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import dev.bifrost.supervisor.recurring.RecurringEntry;
import dev.bifrost.supervisor.recurring.RecurringStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;

/** {@code bifrost recurring list}: shows what recurs, and what is wrong with it. */
@Command(description = "List recurring executions: when each is due next, and what is wrong.")
final class RecurringListCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();

  RecurringListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    try (Client client = connection.connect(surroundings)) {
      Instant now = client.now();
      List<RecurringView> views =
          client.answer(new RecurringStore(client.link()).list("")).stream()
              .sorted(Comparator.comparing(RecurringEntry::name))
              .map(entry -> new RecurringView(entry, now))
              .toList();
      print(views);
      return ExitCode.DONE.number();
    }
  }

  private void print(List<RecurringView> views) {
    if (output.json()) {
      ArrayNode array = Json.mapper().createArrayNode();
      views.forEach(view -> array.add(view.json()));
      output.pretty(array);
      return;
    }
    if (views.isEmpty()) {
      output.line("Nothing recurs. \"bifrost recurring add\" writes something.");
      return;
    }
    Table table = new Table("NAME", "STATUS", "CRON", "ZONE", "NEXT DUE", "LAST", "ERROR");
    views.forEach(view -> table.row(view.cells()));
    output.table(table);
  }
}

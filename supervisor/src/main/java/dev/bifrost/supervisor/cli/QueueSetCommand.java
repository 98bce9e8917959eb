package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.QueueControls;
import dev.bifrost.supervisor.client.QueueLimit;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bifrost queues set}: limits a queue over all supervisors. */
@Command(
    description = {
      "Limit a queue over all supervisors, at once and without restart.",
      "Counts more than what is configured, and holds over restarts.",
      "  max-jobs=N       executions that run at once, or none for any number",
      "  rate=N/s|m|h     executions that begin in a second, minute or hour, or none",
      "  burst=N          executions that may begin together under a rate"
    },
    footerHeading = "%nExample:%n",
    footer = {"  bifrost queues set reports max-jobs=4 rate=100/m", ""})
final class QueueSetCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final OperatorOption operator = new OperatorOption();

  @Parameters(index = "0", paramLabel = "QUEUE", description = "The queue.")
  private QueueName queue = QueueName.DEFAULT;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "LIMIT=VALUE",
      description = "What to set.")
  private List<String> limits = List.of();

  QueueSetCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    Map<QueueLimit, String> values = new EnumMap<>(QueueLimit.class);
    limits.forEach(limit -> add(limit, values));
    try (Client client = connection.connect(surroundings)) {
      client.answer(new QueueControls(client.link()).set(queue, operator.name(), values));
      Controlled.tell(output, client, queue, "has " + String.join(", ", limits) + " now");
      return ExitCode.DONE.number();
    }
  }

  private static void add(String limit, Map<QueueLimit, String> values) {
    String[] parts = limit.split("=", 2);
    try {
      if (parts.length < 2) {
        throw new IllegalArgumentException(
            "\"" + limit + "\" has no value. Write as in max-jobs=4.");
      }
      QueueLimit name = QueueLimit.named(parts[0]);
      values.put(name, name.checked(parts[1]));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage() + " Nothing was done.", e);
    }
  }
}

package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.QueueControls;
import dev.bifrost.supervisor.client.QueueLimit;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bifrost queues unset}: lets what is configured hold again. */
@Command(description = "Take back what \"queues set\" did; what is configured holds again.")
final class QueueUnsetCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final OperatorOption operator = new OperatorOption();

  @Parameters(index = "0", paramLabel = "QUEUE", description = "The queue.")
  private QueueName queue = QueueName.DEFAULT;

  @Parameters(
      index = "1..*",
      paramLabel = "LIMIT",
      description = "max-jobs, rate or burst; all of them if none is named.")
  private List<String> limits = List.of();

  QueueUnsetCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    Set<QueueLimit> named =
        limits.isEmpty() ? EnumSet.allOf(QueueLimit.class) : EnumSet.noneOf(QueueLimit.class);
    limits.forEach(limit -> named.add(limit(limit)));
    try (Client client = connection.connect(surroundings)) {
      client.answer(new QueueControls(client.link()).unset(queue, operator.name(), named));
      Controlled.tell(output, client, queue, "has what is configured again");
      return ExitCode.DONE.number();
    }
  }

  private static QueueLimit limit(String name) {
    try {
      return QueueLimit.named(name);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage() + " Nothing was done.", e);
    }
  }
}

package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.QueueControl;
import dev.bifrost.supervisor.client.QueueControls;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bifrost resume}: ends a pause. */
@Command(description = "Let executions of a paused queue begin again.")
final class QueueResumeCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final OperatorOption operator = new OperatorOption();

  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  private QueueName queue = QueueName.DEFAULT;

  QueueResumeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    try (Client client = connection.connect(surroundings)) {
      QueueControl before =
          client.answer(new QueueControls(client.link()).resume(queue, operator.name()));
      Controlled.tell(output, client, queue, before.paused() ? "is resumed" : "was not paused");
      return ExitCode.DONE.number();
    }
  }
}

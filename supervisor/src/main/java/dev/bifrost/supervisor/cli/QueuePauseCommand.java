package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.QueueControl;
import dev.bifrost.supervisor.client.QueueControls;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bifrost pause}: lets nothing more begin from a queue. */
@Command(
    description = {
      "Let nothing more of a queue begin, on any supervisor, until it is resumed.",
      "What runs goes on. Holds over restarts."
    },
    footerHeading = "%nExample:%n",
    footer = {"  bifrost pause reports --reason \"the database moves\"", ""})
final class QueuePauseCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final OperatorOption operator = new OperatorOption();

  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  private QueueName queue = QueueName.DEFAULT;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; \"queues\" shows it.")
  private @Nullable String reason;

  QueuePauseCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    try (Client client = connection.connect(surroundings)) {
      QueueControls controls = new QueueControls(client.link());
      QueueControl before =
          client.answer(controls.pause(queue, operator.name(), Optional.ofNullable(reason)));
      Controlled.tell(
          output,
          client,
          queue,
          before.paused()
              ? "was paused already, by " + before.by().orElse("unknown")
              : "is paused");
      return ExitCode.DONE.number();
    }
  }
}

package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bifrost retry}: queues dead letters again. */
@Command(
    description = {
      "Queue dead letters again, with all their attempts and credits.",
      "The old result is gone then. The exit code is 1 if one is no dead letter, or cannot run."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  bifrost retry report-7", "  bifrost retry --all-dead reports", ""})
final class RetryCommand implements Callable<Integer> {

  /** Either one execution, or all of a queue. */
  private static final class Which {

    @Parameters(paramLabel = "ID", description = "The execution.")
    private @Nullable ExecutionId id;

    @Option(
        names = "--all-dead",
        paramLabel = "QUEUE",
        description = "All dead letters of this queue.")
    private @Nullable QueueName queue;
  }

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final OperatorOption operator = new OperatorOption();

  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  RetryCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    try (Client client = connection.connect(surroundings)) {
      Graveyard graveyard = new Graveyard(client, operator.name());
      if (which.id != null) {
        graveyard.retry(which.id);
        if (output.json()) {
          output.pretty(Json.object().put("execution_id", which.id.value()).put("retried", true));
        } else {
          output.line(which.id + " is queued again.");
        }
        return ExitCode.DONE.number();
      }
      QueueName queue = which.queue == null ? QueueName.DEFAULT : which.queue;
      return new DeadReport(output, "retried", "queued again")
          .print(queue, graveyard.retryAll(queue))
          .number();
    }
  }
}

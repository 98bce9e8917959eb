package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code bifrost submit}: sends executions. */
@Command(
    description = "Send an execution, or a file of them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bifrost submit --function com.acme.Invoice::total --param year=2026 --wait",
      "  bifrost submit --code Report.java --timeout 2m",
      "  bifrost submit --function bifrost.Command -p 'command=[\"sort\",\"big.csv\"]' --wait",
      "  bifrost submit --function com.acme.Report --at +2h",
      "  bifrost submit --file contexts.jsonl --queue reports --wait --json",
      ""
    })
final class SubmitCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final ContextOptions contextOptions = new ContextOptions();
  @Mixin private final Output output = new Output();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The execution's ID; an ID runs once. Default: a new UUID.")
  private @Nullable ExecutionId id;

  @Option(names = "--queue", paramLabel = "NAME", description = "Default: default.")
  private @Nullable QueueName queue;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "Send one execution for each line: a context as JSON, with execution_id if you like; - for"
              + " standard input. Results are shown as they come.")
  private @Nullable Path file;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "Run it later: a time with its zone, as 2026-12-24T18:00:00Z, or from now on, as +90s.")
  private @Nullable Due at;

  @Option(
      names = "--wait",
      description = "Wait for the end and show the result; exit code 1 if one did not succeed.")
  private boolean wait;

  SubmitCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    List<Submission> submissions = submissions();
    try (Client client = connection.connect(surroundings)) {
      Optional<Due> due = Optional.ofNullable(at);
      if (file != null) {
        Batch batch = new Batch(client, output, submissions);
        return (wait ? batch.sendAndWait(due) : batch.send(due)).number();
      }
      return one(client, submissions.get(0), due).number();
    }
  }

  private ExitCode one(Client client, Submission submission, Optional<Due> due) {
    submission.send(client, due);
    if (!wait) {
      submission.print(output);
      return ExitCode.DONE;
    }
    return new Journal(client, submission.id())
        .follow(Optional.empty(), (type, data) -> {})
        .map(result -> Results.print(output, result))
        .orElseThrow(() -> Results.late(submission.id()));
  }

  private List<Submission> submissions() {
    Optional<QueueName> target = Optional.ofNullable(queue);
    if (file == null) {
      ObjectNode context = contextOptions.context();
      if (id != null) {
        context.put("execution_id", id.value());
      }
      return List.of(Submission.of("This execution", context, target));
    }
    if (id != null || contextOptions.given()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--file says what is to run, and excludes --id and the options that describe an"
              + " execution. Nothing was sent.");
    }
    return JsonLines.read(file, target);
  }
}

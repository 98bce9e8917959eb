package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.Recurring;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import dev.bifrost.supervisor.recurring.CronSchedule;
import dev.bifrost.supervisor.recurring.RecurringStore;
import dev.bifrost.supervisor.recurring.RecurringStore.Answer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bifrost recurring add}: writes a recurring execution. */
@Command(
    description = {
      "Run an execution again and again; its due times count from now on.",
      "Each has the ID NAME-<due time in epoch seconds>, and event.recurring and event.due_at in"
          + " its context."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bifrost recurring add nightly --cron '0 2 * * *' --zone Europe/Berlin --function a.B::c",
      "  bifrost recurring add probe --cron '*/10 * * * * *' --overlap skip --code Probe.java",
      ""
    })
final class RecurringAddCommand implements Callable<Integer> {

  private static final int SHOWN = 3;

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final ContextOptions contextOptions = new ContextOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final RecurringArgument argument = new RecurringArgument();

  @Option(
      names = "--cron",
      paramLabel = "EXPRESSION",
      required = true,
      description =
          "When: minute, hour, day of month, month, day of week; with six fields, the first is the"
              + " second; or @hourly, @daily and so on.")
  private @Nullable String cron;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Whose clocks are meant, as Europe/Berlin. Default: UTC.")
  private ZoneId zone = ZoneId.of("UTC");

  @Option(
      names = "--overlap",
      paramLabel = "POLICY",
      description =
          "If the one before has not ended: skip this one (default), queue it until then, or"
              + " replace the one before, which is cancelled.")
  private Recurring.Overlap overlap = Recurring.Overlap.SKIP;

  @Option(
      names = "--catch-up",
      paramLabel = "POLICY",
      description =
          "Of the due times at which no supervisor was there, make up for none (default), for one,"
              + " or for all, the last 100 at most.")
  private Recurring.CatchUp catchUp = Recurring.CatchUp.NONE;

  @Option(names = "--queue", paramLabel = "NAME", description = "Default: default.")
  private @Nullable QueueName queue;

  @Option(names = "--replace", description = "Write over the one that has this name.")
  private boolean replace;

  RecurringAddCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    Submission checked =
        Submission.of(
            "This recurring execution", contextOptions.context(), Optional.ofNullable(queue));
    Recurring recurring =
        new Recurring(
            Objects.requireNonNull(cron, "picocli demands it"),
            zone,
            overlap,
            catchUp,
            checked.queue(),
            contextOptions.context());
    CronSchedule schedule = schedule(recurring);
    try (Client client = connection.connect(surroundings)) {
      Instant now = client.now();
      List<Instant> next = schedule.next(now, SHOWN);
      if (next.isEmpty()) {
        throw refused("\"" + recurring.cron() + "\" never comes due.", null);
      }
      Answer answer =
          client.answer(new RecurringStore(client.link()).put(argument.name(), recurring, replace));
      if (answer == Answer.EXISTS) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "There is a recurring execution "
                + argument.name()
                + " already. Nothing was written. --replace writes over it.");
      }
      print(next);
      return ExitCode.DONE.number();
    }
  }

  private static CronSchedule schedule(Recurring recurring) {
    try {
      return CronSchedule.parse(recurring.cron(), recurring.zone());
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()), e);
    }
  }

  private static CommandFailure refused(String reason, @Nullable Exception cause) {
    String message = reason + " Nothing was written.";
    return cause == null
        ? new CommandFailure(ExitCode.USAGE, message)
        : new CommandFailure(ExitCode.USAGE, message, cause);
  }

  private void print(List<Instant> next) {
    if (output.json()) {
      output.compact(
          Json.object()
              .put("name", argument.name().value())
              .put("next_due_at", Json.time(next.get(0))));
      return;
    }
    output.line(argument.name() + " is due next:");
    next.forEach(time -> output.line("  " + RecurringView.time(time, zone)));
  }
}

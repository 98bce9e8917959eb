package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.MalformedContextException;
import dev.bifrost.protocol.Provenance;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.ResultJson;
import dev.bifrost.protocol.Secrets;
import dev.bifrost.supervisor.Replay;
import dev.bifrost.supervisor.config.Configuration;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.HostCheck;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.config.Surroundings;
import dev.bifrost.supervisor.redis.RedisAddress;
import dev.bifrost.supervisor.settlement.SecretReferences;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code bifrost run}: runs an execution in the foreground, without a supervisor. */
@Command(
    description = {
      "Run an execution here and now, in one child and without a supervisor, to look at it.",
      "Nothing is written to Redis: its state and its result stay what they are."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bifrost run order-7 --debug-port 5005",
      "  bifrost run try-1 --context order.json",
      ""
    })
final class RunCommand implements Callable<Integer> {

  private static final int HIGHEST_PORT = 65_535;

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final ExecutionArgument execution = new ExecutionArgument();

  @Option(
      names = "--context",
      paramLabel = "FILE",
      description = "The context, as JSON. Default: what Redis has for the ID.")
  private @Nullable Path file;

  @Option(
      names = "--debug-port",
      paramLabel = "PORT",
      description =
          "Wait for a debugger at this port of 127.0.0.1 before anything runs; there is no limit"
              + " then.")
  private @Nullable Integer debugPort;

  RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException, InterruptedException {
    if (debugPort != null && (debugPort < 1 || debugPort > HIGHEST_PORT)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--debug-port is " + debugPort + ". Allowed are 1 to " + HIGHEST_PORT + ".");
    }
    Configuration configuration = Configuration.load(connection.options(), surroundings);
    HostCheck.prepare(configuration);
    Settings settings = configuration.settings();
    Source source = file == null ? fromRedis(settings) : fromFile(settings, file);
    ExecutionContext context = parsed(source.context());
    Secrets secrets = secrets(context);
    QueueName queue = Optional.ofNullable(context.queue()).orElse(QueueName.DEFAULT);
    try {
      Path folder = Files.createTempDirectory("bifrost-run-");
      Path stored = folder.resolve("context.json");
      try {
        Files.writeString(stored, told(context));
        return run(
            new Replay(settings, source.redis(), folder),
            new Replay.Order(
                execution.id(),
                source.attempt(),
                pool(settings, queue),
                stored,
                secrets,
                Optional.ofNullable(debugPort)),
            queue);
      } finally {
        Files.deleteIfExists(stored);
        Files.deleteIfExists(folder.resolve("hs_err-child-1.log"));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The context cannot be handed to a child.", e);
    }
  }

  /** Where the context is, and what else is known of the execution there. */
  private record Source(String context, int attempt, Optional<RedisAddress> redis) {}

  private Source fromRedis(Settings settings) {
    try (Client client = Client.connect(settings)) {
      String context = client.commands().get(client.keys().context(execution.id()));
      if (context == null) {
        throw new CommandFailure(
            ExitCode.NOT_FOUND,
            "Redis has no context of "
                + execution.id()
                + ": it was never sent to this Redis, or the context has expired. Nothing was run."
                + " --context FILE takes one from a file.");
      }
      String attempt = client.state(execution.id()).getOrDefault("attempt", "1");
      return new Source(
          context,
          Math.max(1, Integer.parseInt(attempt)),
          Optional.of(RedisLocation.find(settings)));
    }
  }

  private static Source fromFile(Settings settings, Path file) {
    String context;
    try {
      context = Files.readString(file);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "The context " + file + " cannot be read (" + e + ").", e);
    }
    try {
      return new Source(context, 1, Optional.of(RedisLocation.find(settings)));
    } catch (CommandFailure e) {
      // Redis is needed for modules and signals alone.
      return new Source(context, 1, Optional.empty());
    }
  }

  private ExecutionContext parsed(String json) {
    try {
      return ExecutionContext.parse(json);
    } catch (MalformedContextException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "Execution " + execution.id() + " is not run. " + e.getMessage(), e);
    }
  }

  private Secrets secrets(ExecutionContext context) {
    try {
      return new SecretReferences(surroundings.environment()).resolve(context.secrets());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "Execution " + execution.id() + " is not run: " + e.getMessage() + ".",
          e);
    }
  }

  /** Without a limit for whoever looks at it step by step. */
  private String told(ExecutionContext context) {
    ObjectNode told = context.whole().deepCopy();
    if (debugPort != null) {
      told.put("timeout_seconds", 0);
    }
    return told.toString();
  }

  /** The pool that serves its queue, else the first one. */
  private static Settings.Pool pool(Settings settings, QueueName queue) {
    return settings.pools().stream()
        .filter(pool -> pool.queues().contains(queue))
        .findFirst()
        .orElse(settings.pools().get(0));
  }

  private int run(Replay replay, Replay.Order order, QueueName queue) throws InterruptedException {
    if (debugPort != null) {
      output.note("The child waits for a debugger at 127.0.0.1:" + debugPort + ".");
    }
    Instant started = Instant.now();
    Replay.Outcome outcome = replay.run(order, new Screen());
    ExecutionResult result =
        outcome
            .result()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.FAILED,
                        "The child ended without a result: it "
                            + outcome.end()
                            + "."
                            + (outcome.lastOutput().isBlank()
                                ? ""
                                : "\n" + outcome.lastOutput().stripTrailing())));
    Provenance provenance =
        new Provenance(
            null, "bifrost run", null, order.attempt(), queue, started, started, Instant.now());
    return Results.print(output, Client.object(ResultJson.write(result, provenance).text()))
        .number();
  }

  /** What happens meanwhile; beside the result, which alone is data. */
  private final class Screen implements Replay.Watcher {

    @Override
    public void logged(LogLine line) {
      output.note(LogView.line(ResultJson.line(line)));
    }

    @Override
    public void progressed(double fraction, String message) {
      output.note(Math.round(fraction * 100) + " % " + Plain.text(message));
    }

    @Override
    public void printed(String text) {
      output.note(Plain.text(text));
    }
  }
}

package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.config.Configuration;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.HostCheck;
import dev.bifrost.supervisor.config.Options;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.config.Surroundings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bifrost serve}: runs a supervisor until it is told to stop. */
@Command(
    description = {
      "Run a supervisor: take executions from queues and run them in child JVMs.",
      "SIGTERM or Ctrl-C drains: nothing new is taken, what runs may finish, exit code 0. A second"
          + " one shortens it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bifrost serve",
      "  bifrost serve --redis redis://:secret@redis.example:6379/0 --children 4",
      "  bifrost serve --config /etc/bifrost.yaml --class-path 'lib/*.jar'",
      ""
    })
final class ServeCommand implements Callable<Integer> {

  private static final Duration AFTER_DRAIN = Duration.ofSeconds(30);

  private final Surroundings surroundings;
  private final Service.Starter starter;
  // Replaced by picocli with the real one.
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final ServiceOptions service = new ServiceOptions();

  @Option(
      names = "--embedded-redis",
      description = "Use the embedded server, whatever environment and file say of redis.uri.")
  private boolean embedded;

  @Option(
      names = "--burst",
      description = {
        "Work until the queues are empty, what is scheduled excepted, and exit:",
        "0, or 1 if an execution failed or a child died."
      })
  private boolean burst;

  @Option(
      names = "--watch",
      paramLabel = "DIR",
      description = "Put this folder on the class path, and replace children when it changes.")
  private @Nullable Path watch;

  ServeCommand(Surroundings surroundings, Service.Starter starter) {
    this.surroundings = surroundings;
    this.starter = starter;
  }

  @Override
  public Integer call() throws ConfigurationException, InterruptedException {
    if (embedded && connection.namesRedis()) {
      throw new ParameterException(
          spec.commandLine(), "--embedded-redis and --redis exclude each other.");
    }
    Options options = service.addTo(connection.options(), Optional.ofNullable(watch));
    Configuration configuration =
        Configuration.load(embedded ? options.without("redis.uri") : options, surroundings);
    HostCheck.prepare(configuration);
    Logging.forService(configuration.settings().service());
    try (InitSystem init = InitSystem.of(surroundings.environment())) {
      Duration drain = longestDrain(configuration.settings());
      StopRequests stops =
          new StopRequests(
              what -> {
                init.stopping(drain);
                say(what);
              });
      Signals.listen(stops::request);
      Service running = starter.start(configuration);
      stops.attach(running);
      say(describe(configuration.settings(), running));
      CompletionStage<Void> told =
          running
              .ready()
              .thenRun(
                  () -> {
                    init.ready(running);
                    say("ready");
                  });
      begin(running);
      running.awaitStopped();
      // Nobody is ready after the end; a stage that never completed says nothing.
      told.toCompletableFuture().cancel(false);
      say("stopped");
      return burst && running.hasFailures() ? ExitCode.FAILED.number() : ExitCode.DONE.number();
    }
  }

  private void begin(Service running) {
    if (burst) {
      running.stopWhenEmpty();
    }
    if (watch != null) {
      running.watch(surroundings.workingDirectory().resolve(watch).toAbsolutePath());
    }
  }

  /** The drain, the ladder of ending after it, and what is left to be written. */
  private static Duration longestDrain(Settings settings) {
    Settings.Timing timing = settings.child().timing();
    return settings
        .service()
        .drainLimit()
        .plus(timing.grace())
        .plus(timing.killAfter())
        .plus(AFTER_DRAIN);
  }

  private static String describe(Settings settings, Service running) {
    return "pid "
        + ProcessHandle.current().pid()
        + ", Redis "
        + running.redis()
        + ", "
        + settings.pools().stream()
            .map(pool -> describe(pool, settings.pools().size()))
            .collect(Collectors.joining("; "))
        + running.http().map(url -> ", " + url).orElse("")
        + ", state in "
        + settings.service().stateDirectory();
  }

  private static String describe(Settings.Pool pool, int pools) {
    Settings.Children children = pool.children();
    return (pools == 1 ? "" : "pool " + pool.name() + ": ")
        + "queues "
        + pool.queues()
        + ", children "
        + (children.min() == children.max()
            ? "" + children.max()
            : children.min() + " to " + children.max());
  }

  private void say(String what) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("bifrost " + Version.text() + ": " + what);
    out.flush();
  }
}

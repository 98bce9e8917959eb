package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;

/** {@code bifrost ps}: shows supervisors, their pools and children, and what these run. */
@Command(
    description = "Show supervisors, their pools and children, and the running executions.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bifrost ps",
      "  bifrost ps --watch               live, until Ctrl-C",
      "  bifrost ps --watch=5s --json     one line of JSON every five seconds",
      ""
    })
final class ProcessesCommand implements Callable<Integer> {

  private static final Duration SHORTEST = Duration.ofMillis(100);

  private final Surroundings surroundings;
  // Replaced by picocli with the real one.
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();

  @Option(
      names = {"-w", "--watch"},
      arity = "0..1",
      fallbackValue = "1s",
      paramLabel = "PAUSE",
      description = "Show it again and again; with a pause of 1s, if not said otherwise.")
  private @Nullable Duration watch;

  ProcessesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    if (watch != null && watch.compareTo(SHORTEST) < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--watch "
              + Plain.exact(watch)
              + " would do nothing but look: allowed are "
              + Plain.exact(SHORTEST)
              + " and more.");
    }
    try (Client client = connection.connect(surroundings)) {
      if (watch == null) {
        picture(client).forEach(line -> output.line(output.screen().fit(line)));
      } else {
        new Watch(output, watch).run(() -> whateverHappens(client));
      }
      return ExitCode.DONE.number();
    }
  }

  private List<String> picture(Client client) {
    Activity activity = Activity.read(client);
    if (!output.json()) {
      return new ActivityView(activity).lines();
    }
    ArrayNode array = Json.mapper().createArrayNode();
    activity.heartbeats().forEach(array::add);
    return List.of(watch == null ? Output.prettyText(array) : array.toString());
  }

  /** One who watches wants to see Redis come back. */
  private List<String> whateverHappens(Client client) {
    try {
      return picture(client);
    } catch (CommandFailure e) {
      if (e.code() != ExitCode.REDIS_UNREACHABLE || !output.screen().out()) {
        throw e;
      }
      return List.of(String.valueOf(e.getMessage()), "Still watching.");
    }
  }
}

package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.SupervisorCommand;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bifrost supervisor resize}: sets how many children a pool has. */
@Command(
    description = "Set how many children a pool has, until the supervisor ends.",
    footerHeading = "%nExample:%n",
    footer = {"  bifrost supervisor resize 2 8 --pool reports", ""})
final class SupervisorResizeCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final Steering steering = new Steering();

  @Parameters(index = "0", paramLabel = "MIN", description = "Children that are kept ready.")
  private int min;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "MAX",
      description = "Children at most. Default: MIN.")
  private @Nullable Integer max;

  @Option(names = "--pool", paramLabel = "NAME", description = "The pool. Default: the only one.")
  private @Nullable String pool;

  SupervisorResizeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    Map<String, String> arguments = new HashMap<>();
    arguments.put("min", Integer.toString(min));
    arguments.put("max", Integer.toString(max == null ? min : max));
    if (pool != null) {
      arguments.put("pool", pool);
    }
    return steering.tell(surroundings, SupervisorCommand.Kind.RESIZE, arguments);
  }
}

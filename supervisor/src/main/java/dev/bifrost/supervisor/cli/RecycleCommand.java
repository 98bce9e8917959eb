package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.SupervisorCommand;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bifrost recycle}: replaces children. */
@Command(
    description = {
      "Replace children by fresh ones.",
      "Each finishes what it runs, and leaves when its replacement is ready."
    },
    footerHeading = "%nExample:%n",
    footer = {"  bifrost recycle --all --supervisor all", ""})
final class RecycleCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final Steering steering = new Steering();

  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  private static final class Which {

    @Option(names = "--pid", paramLabel = "N", description = "The child with this process ID.")
    private @Nullable Integer pid;

    @Option(names = "--all", description = "All children.")
    private boolean all;
  }

  RecycleCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    return steering.tell(
        surroundings,
        SupervisorCommand.Kind.RECYCLE,
        which.pid == null || which.all ? Map.of() : Map.of("pid", which.pid.toString()));
  }
}

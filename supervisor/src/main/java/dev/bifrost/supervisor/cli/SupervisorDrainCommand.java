package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.SupervisorCommand;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bifrost supervisor drain}: stops a supervisor. */
@Command(description = "Let it take nothing more, finish what runs, and stop.")
final class SupervisorDrainCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final Steering steering = new Steering();

  SupervisorDrainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    return steering.tell(surroundings, SupervisorCommand.Kind.DRAIN, Map.of());
  }
}

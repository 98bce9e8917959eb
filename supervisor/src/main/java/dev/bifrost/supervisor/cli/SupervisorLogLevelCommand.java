package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.SupervisorCommand;
import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.LogLevel;
import dev.bifrost.supervisor.config.Surroundings;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bifrost supervisor log-level}: sets how much a supervisor logs. */
@Command(description = "Set how much it logs, until it ends.")
final class SupervisorLogLevelCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final Steering steering = new Steering();

  @Parameters(paramLabel = "LEVEL", description = "error, warn, info, debug or trace.")
  private LogLevel level = LogLevel.INFO;

  SupervisorLogLevelCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    return steering.tell(
        surroundings,
        SupervisorCommand.Kind.LOG_LEVEL,
        Map.of("level", level.name().toLowerCase(Locale.ROOT)));
  }
}

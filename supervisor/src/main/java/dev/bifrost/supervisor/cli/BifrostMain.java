package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.config.Surroundings;

/** The main class of {@code bifrost.jar}. */
public final class BifrostMain {

  private BifrostMain() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    Logging.quiet();
    Surroundings surroundings = Surroundings.ofThisProcess();
    System.exit(
        CommandLines.of(
                surroundings,
                Screen.ofThisProcess(surroundings.environment()),
                SupervisedService.starter(surroundings))
            .execute(arguments));
  }
}

package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import dev.bifrost.supervisor.recurring.RecurringStore;
import dev.bifrost.supervisor.recurring.RecurringStore.Answer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bifrost recurring pause}: pauses one. */
@Command(description = "Let nothing of a recurring execution fire until it is resumed.")
final class RecurringPauseCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final RecurringArgument argument = new RecurringArgument();

  RecurringPauseCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    try (Client client = connection.connect(surroundings)) {
      Answer answer = client.answer(new RecurringStore(client.link()).pause(argument.name()));
      if (answer == Answer.UNKNOWN) {
        throw argument.unknown();
      }
      output.line(
          argument.name() + (answer == Answer.ALREADY ? " was so already." : " is paused."));
      return ExitCode.DONE.number();
    }
  }
}

package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import dev.bifrost.supervisor.recurring.RecurringStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bifrost recurring show}: shows everything about one. */
@Command(description = "Show a recurring execution with its next due times and its context.")
final class RecurringShowCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();
  @Mixin private final RecurringArgument argument = new RecurringArgument();

  RecurringShowCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    try (Client client = connection.connect(surroundings)) {
      RecurringView view =
          client.answer(new RecurringStore(client.link()).list(argument.name().value())).stream()
              .findFirst()
              .map(entry -> new RecurringView(entry, client.now()))
              .orElseThrow(argument::unknown);
      // What there is to see is a tree: the same for people and programs.
      output.pretty(view.json());
      return ExitCode.DONE.number();
    }
  }
}

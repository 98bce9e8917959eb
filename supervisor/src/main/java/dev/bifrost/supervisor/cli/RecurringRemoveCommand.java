package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.config.ConfigurationException;
import dev.bifrost.supervisor.config.Surroundings;
import dev.bifrost.supervisor.recurring.RecurringStore;
import dev.bifrost.supervisor.recurring.RecurringStore.Answer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bifrost recurring rm}: removes one. */
@Command(description = "Remove a recurring execution; what it has sent is not touched.")
final class RecurringRemoveCommand implements Callable<Integer> {

  private final Surroundings surroundings;
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Output output = new Output();

  // Any text: a broken name, which another client wrote, has to go, too.
  @Parameters(paramLabel = "NAME", description = "The recurring execution.")
  private String name = "";

  RecurringRemoveCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigurationException {
    try (Client client = connection.connect(surroundings)) {
      if (client.answer(new RecurringStore(client.link()).remove(name)) == Answer.UNKNOWN) {
        throw RecurringArgument.unknown(name);
      }
      output.line(name + " is removed.");
      return ExitCode.DONE.number();
    }
  }
}

package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.config.Likely;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what was probably meant. */
final class Misspelling {

  private Misspelling() {}

  /** One sentence or more for people. */
  static String explain(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(e.getMessage());
    }
    CommandLine command = unmatched.getCommandLine();
    List<String> known = new ArrayList<>();
    command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
    Set<String> commands = command.getSubcommands().keySet();
    String first = unmatched.getUnmatched().get(0);
    boolean option = first.startsWith("-");
    String kind = option ? "option" : commands.isEmpty() ? "argument" : "command";
    // What follows the equals sign is a value, and may be a secret.
    String name = option ? first.replaceFirst("=.*", "") : first;
    return "There is no "
        + kind
        + " \""
        + Plain.text(name)
        + "\". "
        + Likely.among(option ? known : commands, name)
            .map(likely -> "Did you mean " + likely + "?")
            .orElseGet(
                () -> commands.isEmpty() ? "" : "There are: " + String.join(", ", commands) + ".");
  }
}

package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.RecurringName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The one recurring execution that a command is about. */
final class RecurringArgument {

  @Parameters(paramLabel = "NAME", description = "The recurring execution.")
  private @Nullable RecurringName name;

  RecurringName name() {
    return Objects.requireNonNull(name, "picocli demands it");
  }

  CommandFailure unknown() {
    return unknown(name().value());
  }

  static CommandFailure unknown(String name) {
    return new CommandFailure(
        ExitCode.NOT_FOUND,
        "There is no recurring execution " + name + ". \"bifrost recurring list\" shows all.");
  }
}

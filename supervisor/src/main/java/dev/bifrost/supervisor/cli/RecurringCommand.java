package dev.bifrost.supervisor.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bifrost recurring}: what runs again and again. */
@Command(
    description = "Write, show, pause and remove what runs again and again.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bifrost recurring add nightly --cron '0 2 * * *' --zone Europe/Berlin \\",
      "      --function com.acme.Invoice::total --catch-up one",
      "  bifrost recurring list",
      ""
    })
final class RecurringCommand implements Runnable {

  // Replaced by picocli with the real one.
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }
}

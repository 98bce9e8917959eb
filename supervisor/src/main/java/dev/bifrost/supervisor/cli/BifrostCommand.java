package dev.bifrost.supervisor.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code bifrost}: the commands, and what all of them share. */
@Command(
    name = "bifrost",
    description = "Runs executions in child JVMs that it can afford to lose.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the execution or the check failed",
      "2:bad usage",
      "3:Redis unreachable",
      "4:not found",
      "5:timed out waiting"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bifrost serve                    a supervisor with an embedded Redis",
      "  bifrost submit --function com.acme.Invoice::total --param year=2026 --wait",
      "  bifrost ps --watch               who runs what, live",
      "  bifrost doctor                   what this host can do, and what to change",
      "  source <(bifrost completion bash)",
      ""
    })
final class BifrostCommand implements Runnable {

  // Replaced by picocli with the real one.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of what goes wrong.")
  private boolean debug;

  private final Screen screen;

  BifrostCommand(Screen screen) {
    this.screen = screen;
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }

  Screen screen() {
    return screen;
  }

  boolean debug() {
    return debug;
  }
}

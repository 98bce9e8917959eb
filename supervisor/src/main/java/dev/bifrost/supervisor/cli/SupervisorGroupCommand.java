package dev.bifrost.supervisor.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bifrost supervisor}: what is told to running supervisors. */
@Command(description = "Tell running supervisors what to do, without restart.")
final class SupervisorGroupCommand implements Runnable {

  // Replaced by picocli with the real one.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "What to do is missing: resize, log-level or drain.");
  }
}

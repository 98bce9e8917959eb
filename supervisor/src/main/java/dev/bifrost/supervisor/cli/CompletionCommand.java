package dev.bifrost.supervisor.cli;

import java.util.Set;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bifrost completion}: prints what teaches a shell to complete our commands. */
@Command(
    description = {
      "Print a script that completes commands and options in bash or zsh.",
      "Read it in each new shell, by a line in ~/.bashrc or ~/.zshrc."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(bifrost completion bash)",
      "  source <(bifrost completion zsh)",
      "  bifrost completion bash > /etc/bash_completion.d/bifrost",
      ""
    })
final class CompletionCommand implements Callable<Integer> {

  // One script serves both: zsh emulates bash's completion.
  private static final Set<String> SHELLS = Set.of("bash", "zsh");

  // Replaced by picocli with the real one.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private String shell = "";

  @Override
  public Integer call() {
    if (!SHELLS.contains(shell)) {
      throw new ParameterException(
          spec.commandLine(),
          "There is no completion for the shell \""
              + Plain.text(shell)
              + "\": allowed are bash and zsh.");
    }
    String script = AutoComplete.bash("bifrost", spec.root().commandLine());
    spec.commandLine().getOut().print("# Completion of bifrost for " + shell + ".\n" + script);
    spec.commandLine().getOut().flush();
    return ExitCode.DONE.number();
  }
}

package dev.bifrost.supervisor.cli;

import picocli.CommandLine.Option;

/** Who does it, for commands that leave a note of that. */
final class OperatorOption {

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who does it; stands in the journal. Default: your login name.")
  private String by = System.getProperty("user.name", "unknown");

  String name() {
    return by;
  }
}

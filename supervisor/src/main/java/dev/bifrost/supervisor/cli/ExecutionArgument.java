package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ExecutionId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The one execution that a command is about. */
final class ExecutionArgument {

  @Parameters(paramLabel = "ID", description = "The execution.")
  private @Nullable ExecutionId id;

  ExecutionId id() {
    return Objects.requireNonNull(id, "picocli demands it");
  }
}

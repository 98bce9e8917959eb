package dev.bifrost.engine;

import dev.bifrost.protocol.ChildSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How an engine runs workflows.
 *
 * @param classes where workflows are that bring no code of their own
 * @param workspace the folder that {@code file_path} and commands are relative to
 * @param grace time that a workflow has to end after it was cancelled or timed out; 0 or more
 * @param limits most that a result may carry
 * @param shared what executions get from a place that they share with others
 * @param cache the folder in which compiled source is kept from JVM to JVM; empty for none
 */
public record EngineSettings(
    WorkflowClasses classes,
    Path workspace,
    Duration grace,
    ChildSettings.Limits limits,
    Shared shared,
    Optional<Path> cache) {

  /**
   * @throws IllegalArgumentException if {@code grace} is negative
   */
  public EngineSettings {
    Objects.requireNonNull(classes, "classes");
    Objects.requireNonNull(workspace, "workspace");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(shared, "shared");
    Objects.requireNonNull(cache, "cache");
    if (grace.isNegative()) {
      throw new IllegalArgumentException("Not a grace: " + grace + ". Allowed is 0 or more.");
    }
  }

  /** With nothing shared, and with nothing kept on disk. */
  public EngineSettings(
      WorkflowClasses classes, Path workspace, Duration grace, ChildSettings.Limits limits) {
    this(classes, workspace, grace, limits, Shared.NONE, Optional.empty());
  }
}

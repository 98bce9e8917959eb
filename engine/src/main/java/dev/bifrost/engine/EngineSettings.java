package dev.bifrost.engine;

import dev.bifrost.protocol.ChildSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How an engine runs workflows.
 *
 * @param classes where workflows are that bring no code of their own
 * @param workspace the folder that {@code file_path} and commands are relative to
 * @param grace time that a workflow has to end after it was cancelled or timed out; 0 or more
 * @param limits most that a result may carry
 */
public record EngineSettings(
    WorkflowClasses classes, Path workspace, Duration grace, ChildSettings.Limits limits) {

  /**
   * @throws IllegalArgumentException if {@code grace} is negative
   */
  public EngineSettings {
    Objects.requireNonNull(classes, "classes");
    Objects.requireNonNull(workspace, "workspace");
    Objects.requireNonNull(limits, "limits");
    if (grace.isNegative()) {
      throw new IllegalArgumentException("Not a grace: " + grace + ". Allowed is 0 or more.");
    }
  }
}

package dev.bifrost.engine;

import dev.bifrost.protocol.ChildSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How an engine runs workflows.
 *
 * @param classPath jars and folders with workflows, in order
 * @param workspace the folder that {@code file_path} and commands are relative to
 * @param visible the loader whose JDK, {@code dev.bifrost.workflow} and SLF4J classes workflows see
 * @param grace time that a workflow has to end after it was cancelled or timed out
 * @param limits most that a result may carry
 */
public record EngineSettings(
    List<Path> classPath,
    Path workspace,
    ClassLoader visible,
    Duration grace,
    ChildSettings.Limits limits) {

  /** Copies the list. */
  public EngineSettings {
    classPath = List.copyOf(classPath);
  }
}

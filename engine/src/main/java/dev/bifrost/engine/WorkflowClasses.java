package dev.bifrost.engine;

import java.nio.file.Path;
import java.util.List;

/** Where an engine finds the classes of workflows that bring no code of their own. */
public sealed interface WorkflowClasses {

  /**
   * On a class path. Its classes see the JDK, {@code dev.bifrost.workflow}, SLF4J and one another,
   * and nothing else of the JVM that they run in.
   *
   * @param entries jars and folders, in order
   * @param visible the loader that has {@code dev.bifrost.workflow} and SLF4J
   */
  record ClassPath(List<Path> entries, ClassLoader visible) implements WorkflowClasses {

    /** Copies the list. */
    public ClassPath {
      entries = List.copyOf(entries);
    }
  }

  /**
   * In a loader that exists already, with everything that it sees: the classes of a test, run in
   * the test's own JVM.
   *
   * @param loader the loader; never closed here
   */
  record Loader(ClassLoader loader) implements WorkflowClasses {}
}

package dev.bifrost.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks, after an execution, at what it left behind in the JVM beside threads, and puts it back, so
 * that the next one finds the JVM as this one did. Thread-locals need no look: they go with the
 * threads of the execution, and the JDK clears those of the threads that all executions share.
 */
final class Audit {

  private final GlobalState state = GlobalState.now();
  private final LeftProcesses processes = LeftProcesses.now();
  private final ShutdownHooks hooks = ShutdownHooks.now();
  private final LeftFiles files = LeftFiles.now();

  private Audit() {}

  /** Remembers everything as it is now. */
  static Audit begin() {
    return new Audit();
  }

  /**
   * What came of it.
   *
   * @param warnings one sentence for each thing that was found
   * @param retire why the JVM must run nothing more; empty if all was put back
   */
  record Findings(List<String> warnings, Optional<String> retire) {}

  /** Puts back what was changed; what cannot be, or fails at that, condemns the JVM. */
  Findings end() {
    List<String> warnings = new ArrayList<>();
    try {
      Findings ofState = state.restore();
      warnings.addAll(ofState.warnings());
      warnings.addAll(processes.end());
      warnings.addAll(hooks.remove());
      warnings.addAll(files.name());
      return new Findings(warnings, ofState.retire());
    } catch (RuntimeException e) {
      warnings.add("What the execution changed in the JVM cannot be undone: " + e + ".");
      return new Findings(warnings, Optional.of("the execution changed the JVM for good"));
    }
  }
}

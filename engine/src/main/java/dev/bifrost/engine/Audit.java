package dev.bifrost.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks, after an execution, at what it left behind in the JVM beside threads, and puts it back, so
 * that the next one finds the JVM as this one did.
 */
final class Audit {

  private final GlobalState state = GlobalState.now();
  private final LeftProcesses processes = LeftProcesses.now();
  private final ShutdownHooks hooks = ShutdownHooks.now();

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

  /** Puts back what was changed; what fails at that condemns the JVM. */
  Findings end() {
    List<String> warnings = new ArrayList<>();
    try {
      warnings.addAll(state.restore());
      warnings.addAll(processes.end());
      warnings.addAll(hooks.remove());
      return new Findings(warnings, Optional.empty());
    } catch (RuntimeException e) {
      warnings.add("What the execution changed in the JVM cannot be undone: " + e + ".");
      return new Findings(warnings, Optional.of("the execution changed the JVM for good"));
    }
  }
}

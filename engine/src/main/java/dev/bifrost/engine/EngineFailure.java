package dev.bifrost.engine;

import dev.bifrost.protocol.ExecutionResult.Failure;

/** A defect of ours, or a JVM that broke under us, told as the outcome of the execution it hit. */
final class EngineFailure {

  private EngineFailure() {}

  static Outcome outcome(Throwable thrown) {
    return BrokenVm.seenIn(thrown)
        .map(BrokenVm::outcome)
        .orElseGet(
            () ->
                Outcome.failed(
                    new Failure(
                        "The engine failed, which is a defect of Bifrost and not of the workflow;"
                            + " the execution has no result.\n"
                            + StackText.of(thrown),
                        thrown.getClass().getName())));
  }
}

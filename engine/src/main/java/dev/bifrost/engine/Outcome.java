package dev.bifrost.engine;

import dev.bifrost.protocol.Death;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionResult.Failure;
import dev.bifrost.protocol.JsonText;
import dev.bifrost.protocol.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the work of an execution came out, seen from its own thread.
 *
 * @param result JSON null where there is none
 * @param failure there if and only if the status is no success
 * @param retire why the JVM must run nothing more
 */
record Outcome(
    Status status,
    JsonText result,
    @Nullable Failure failure,
    @Nullable Death death,
    Optional<String> retire) {

  static Outcome returned(ReturnValue.Written written) {
    Status status = written.successIsFalse() ? Status.COMPLETED_WITH_ERRORS : Status.SUCCESS;
    return new Outcome(status, written.json(), null, null, Optional.empty());
  }

  static Outcome failed(Failure failure) {
    return new Outcome(Status.FAILED, JsonText.NULL, failure, null, Optional.empty());
  }

  static Outcome refused(Refusal refusal) {
    return failed(refusal.failure());
  }

  static Outcome exited(CommandExit exit) {
    JsonText result = new JsonText("{\"exit_code\":" + exit.code() + "}");
    if (exit.code() == 0) {
      return new Outcome(Status.SUCCESS, result, null, null, exit.retire());
    }
    Failure failure =
        Failure.of(
            ErrorType.COMMAND_FAILED,
            "The command "
                + exit.program()
                + " ended with exit code "
                + exit.code()
                + "; what it printed is in the logs.");
    return new Outcome(Status.FAILED, result, failure, null, exit.retire());
  }

  /** What the workflow threw; an exhausted resource also condemns the JVM. */
  static Outcome threw(Throwable thrown) {
    return BrokenVm.seenIn(thrown)
        .map(BrokenVm::outcome)
        .orElseGet(
            () -> failed(new Failure(StackText.withMessage(thrown), thrown.getClass().getName())));
  }
}

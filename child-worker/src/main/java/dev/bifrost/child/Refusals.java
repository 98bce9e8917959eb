package dev.bifrost.child;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.ExecutionResult.Failure;
import dev.bifrost.protocol.Secrets;
import dev.bifrost.protocol.Status;
import java.util.Map;
import java.util.stream.Collectors;

/** The results of executions that never ran; each says what, which, why, and what happens now. */
final class Refusals {

  private Refusals() {}

  static ExecutionResult missing(ExecutionId id, String key) {
    return failed(
        id,
        ErrorType.CONTEXT_NOT_FOUND,
        "Execution "
            + id
            + " has no context: there is nothing under the key "
            + key
            + ". It was never written, or it has expired. The execution was not run and is not"
            + " retried; write the context and send it again.");
  }

  /**
   * @param why a sentence or a clause without its full stop
   */
  static ExecutionResult malformed(ExecutionId id, String why) {
    return failed(
        id,
        ErrorType.MALFORMED_CONTEXT,
        "Execution "
            + id
            + " has a context that cannot be used. "
            + why
            + (why.endsWith(".") ? "" : ".")
            + " The execution was not run and is not retried.");
  }

  static ExecutionResult unresolved(ExecutionId id, Secrets secrets) {
    return failed(
        id,
        ErrorType.MALFORMED_CONTEXT,
        "Execution "
            + id
            + " has secrets that are references ("
            + secrets.values().entrySet().stream()
                .filter(entry -> Secrets.isReference(entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "))
            + "), which only a supervisor resolves, and none did. The execution was not run; send"
            + " it to a supervisor, or give the values themselves.");
  }

  static ExecutionResult unavailable(ExecutionId id, String why) {
    return failed(
        id,
        ErrorType.REDIS_UNAVAILABLE,
        "The context of execution "
            + id
            + " could not be read: "
            + why
            + ". The execution was not run; it can be retried.");
  }

  static ExecutionResult cancelled(ExecutionId id, CancelRequest request) {
    return ExecutionResult.failed(
        id,
        Status.CANCELLED,
        Failure.of(
            ErrorType.CANCELLED_ERROR,
            "Execution "
                + id
                + " was cancelled "
                + request.describe()
                + ". It had not begun and was not run."));
  }

  /** Something threw that should not have; the execution's end is unknown, the child's is near. */
  static ExecutionResult broken(ExecutionId id, Throwable fault, String stack) {
    String type =
        fault instanceof OutOfMemoryError
            ? ErrorType.OUT_OF_MEMORY_ERROR.wireName()
            : fault.getClass().getName();
    return ExecutionResult.failed(
        id,
        Status.FAILED,
        new Failure(
            "Execution "
                + id
                + " failed in the child itself, which takes no other ID and leaves.\n"
                + stack,
            type));
  }

  private static ExecutionResult failed(ExecutionId id, ErrorType type, String message) {
    return ExecutionResult.failed(id, Status.FAILED, Failure.of(type, message));
  }
}

package dev.bifrost.protocol;

/**
 * The failures that Bifrost itself names in a result's {@code error_type}; the failure of a
 * workflow carries the class name of its exception instead.
 */
public enum ErrorType implements WireNamed {
  /** Redis answered and has no context for the ID. */
  CONTEXT_NOT_FOUND("ContextNotFound"),
  /** The context is there and cannot be used. */
  MALFORMED_CONTEXT("MalformedContext"),
  /** The built-in command ended with an exit code other than 0. */
  COMMAND_FAILED("CommandFailed"),
  /** Redis did not answer in time; the only one of these that is retried. */
  REDIS_UNAVAILABLE("RedisUnavailable"),
  /** The named class or method is not where workflows are looked for. */
  WORKFLOW_NOT_FOUND("WorkflowNotFound"),
  /** The Java source that was sent does not compile. */
  COMPILATION_ERROR("CompilationError"),
  /** The code is not the one whose hash the context names. */
  CODE_MISMATCH("CodeMismatch"),
  /** A parameter is missing or does not fit its type. */
  INVALID_PARAMETERS("InvalidParameters"),
  /** What the workflow returned cannot be written as JSON. */
  RESULT_NOT_SERIALIZABLE("ResultNotSerializable"),
  /** What the workflow returned is larger than allowed. */
  RESULT_TOO_LARGE("ResultTooLarge"),
  /** The execution exceeded its timeout. */
  TIMEOUT_ERROR("TimeoutError"),
  /** The execution was cancelled. */
  CANCELLED_ERROR("CancelledError"),
  /** The child was killed or crashed. */
  PROCESS_CRASH_ERROR("ProcessCrashError"),
  /** The child ran out of memory. */
  OUT_OF_MEMORY_ERROR("OutOfMemoryError"),
  /** The workflow ended its JVM. */
  PROCESS_EXITED("ProcessExited"),
  /** The supervisor that ran it was lost, and no attempt is left. */
  SUPERVISOR_LOST("SupervisorLost"),
  /** Was running when its supervisor had to stop. */
  INTERRUPTED("Interrupted");

  private final String wireName;

  ErrorType(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}

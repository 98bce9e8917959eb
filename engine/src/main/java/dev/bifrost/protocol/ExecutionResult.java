package dev.bifrost.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt at an execution ended, as the one who saw it end tells it: its child, or the
 * supervisor where the child could not.
 *
 * @param id the execution
 * @param status a terminal status
 * @param result what the workflow returned; JSON null where it returned nothing
 * @param failure what went wrong; there if and only if the status is no success
 * @param duration from the start of the workflow to its end
 * @param logs what it logged and printed, in order
 * @param logsTruncated whether lines are missing from {@code logs}
 * @param variables values that were captured; a JSON object
 * @param usage the resources that it used
 * @param death the certificate of an abnormal end
 * @param warnings what the execution left behind in its child
 */
public record ExecutionResult(
    ExecutionId id,
    Status status,
    JsonText result,
    @Nullable Failure failure,
    Duration duration,
    List<LogLine> logs,
    boolean logsTruncated,
    JsonText variables,
    ResourceUsage usage,
    @Nullable Death death,
    List<String> warnings) {

  /**
   * What went wrong.
   *
   * @param message for people; a stack trace may follow the first line
   * @param type the class name of the workflow's exception, or a name of {@link ErrorType}
   */
  public record Failure(String message, String type) {

    /** Checks that nothing is missing. */
    public Failure {
      Objects.requireNonNull(message, "message");
      Objects.requireNonNull(type, "type");
    }

    /** A failure that Bifrost names. */
    public static Failure of(ErrorType type, String message) {
      return new Failure(message, type.wireName());
    }
  }

  /**
   * Checks that the parts fit each other.
   *
   * @throws IllegalArgumentException if the status is not terminal, or if it is a success with a
   *     failure or the reverse
   */
  public ExecutionResult {
    Objects.requireNonNull(id, "id");
    if (!status.isTerminal()) {
      throw new IllegalArgumentException("No result has the status " + status.wireName());
    }
    if (status.isSuccess() != (failure == null)) {
      throw new IllegalArgumentException(
          "A failure belongs to " + status.wireName() + " if and only if that is no success");
    }
    logs = List.copyOf(logs);
    warnings = List.copyOf(warnings);
  }

  /** The result of an execution that failed before or beside its workflow. */
  public static ExecutionResult failed(ExecutionId id, Status status, Failure failure) {
    return new ExecutionResult(
        id,
        status,
        JsonText.NULL,
        failure,
        Duration.ZERO,
        List.of(),
        false,
        JsonText.EMPTY_OBJECT,
        ResourceUsage.UNKNOWN,
        null,
        List.of());
  }

  /** The same result with other resources. */
  public ExecutionResult withUsage(ResourceUsage other) {
    return new ExecutionResult(
        id,
        status,
        result,
        failure,
        duration,
        logs,
        logsTruncated,
        variables,
        other,
        death,
        warnings);
  }

  /** The same result with a certificate. */
  public ExecutionResult withDeath(Death other) {
    return new ExecutionResult(
        id,
        status,
        result,
        failure,
        duration,
        logs,
        logsTruncated,
        variables,
        usage,
        other,
        warnings);
  }

  /** The same result with another duration. */
  public ExecutionResult withDuration(Duration other) {
    return new ExecutionResult(
        id, status, result, failure, other, logs, logsTruncated, variables, usage, death, warnings);
  }

  /** The same result with other log lines. */
  public ExecutionResult withLogs(List<LogLine> other, boolean truncated) {
    return new ExecutionResult(
        id, status, result, failure, duration, other, truncated, variables, usage, death, warnings);
  }

  /** The same result with other warnings. */
  public ExecutionResult withWarnings(List<String> other) {
    return new ExecutionResult(
        id, status, result, failure, duration, logs, logsTruncated, variables, usage, death, other);
  }
}

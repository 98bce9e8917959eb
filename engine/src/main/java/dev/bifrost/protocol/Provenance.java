package dev.bifrost.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where and when an execution ran: what only its supervisor knows.
 *
 * @param workerId the child's name
 * @param supervisorId the supervisor's ID
 * @param childPid the child's process; null if none was involved
 * @param attempt the attempt's number from 1; 0 if none was begun
 * @param queue the queue that it came from
 * @param submittedAt when it entered the queue, in Redis's time
 * @param startedAt when it was begun, in Redis's time; null if it never was
 * @param finishedAt when its end was known, in Redis's time
 * @param trace its place in somebody's trace; null if it has none
 */
public record Provenance(
    @Nullable String workerId,
    String supervisorId,
    @Nullable Long childPid,
    int attempt,
    QueueName queue,
    Instant submittedAt,
    @Nullable Instant startedAt,
    Instant finishedAt,
    @Nullable TraceParent trace) {

  /** Without a trace. */
  public Provenance(
      @Nullable String workerId,
      String supervisorId,
      @Nullable Long childPid,
      int attempt,
      QueueName queue,
      Instant submittedAt,
      @Nullable Instant startedAt,
      Instant finishedAt) {
    this(
        workerId, supervisorId, childPid, attempt, queue, submittedAt, startedAt, finishedAt, null);
  }
}

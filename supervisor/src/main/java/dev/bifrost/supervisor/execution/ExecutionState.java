package dev.bifrost.supervisor.execution;

/**
 * Where an execution that we hold stands; forward only.
 *
 * <pre>
 * RECEIVED ──► QUEUED ──► DISPATCHED
 *     │           │           │
 *     └───────────┴─────► FINISHED ──► SETTLED
 * </pre>
 */
public enum ExecutionState {
  /** Taken from Redis; its beginning is under way there. */
  RECEIVED,
  /** Begun durably; waits for an idle child. */
  QUEUED,
  /** A child has its ID and will answer or die. */
  DISPATCHED,
  /** What follows is decided and is being written to Redis. */
  FINISHED,
  /** Redis has it; we hold it no more. */
  SETTLED;

  /** Whether nothing follows. */
  public boolean isTerminal() {
    return this == SETTLED;
  }

  /** The one table of legal moves. */
  public boolean canBecome(ExecutionState next) {
    return switch (this) {
      case RECEIVED -> next == QUEUED || next == FINISHED;
      case QUEUED -> next == DISPATCHED || next == FINISHED;
      case DISPATCHED -> next == FINISHED;
      case FINISHED -> next == SETTLED;
      case SETTLED -> false;
    };
  }
}

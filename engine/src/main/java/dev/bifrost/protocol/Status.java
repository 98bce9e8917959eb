package dev.bifrost.protocol;

/** Where an execution stands, as its state and its result spell it. */
public enum Status implements WireNamed {
  /** Is due later; a supervisor will queue it. */
  SCHEDULED("Scheduled", false),
  /** Stands in a queue, for the first time or again; any supervisor may take it. */
  PENDING("Pending", false),
  /** A supervisor has begun it and holds its lease. */
  RUNNING("Running", false),
  /** Was told to end and has not ended yet. */
  CANCELLING("Cancelling", false),
  /** The workflow returned. */
  SUCCESS("Success", true),
  /** The workflow returned an object whose {@code success} is false. */
  COMPLETED_WITH_ERRORS("CompletedWithErrors", true),
  /** The workflow threw, could not be run, or its child died. */
  FAILED("Failed", true),
  /** Did not end within its timeout. */
  TIMEOUT("Timeout", true),
  /** Was cancelled before it could end by itself. */
  CANCELLED("Cancelled", true);

  private final String wireName;
  private final boolean terminal;

  Status(String wireName, boolean terminal) {
    this.wireName = wireName;
    this.terminal = terminal;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  /** Whether nothing follows; only terminal statuses stand in results. */
  public boolean isTerminal() {
    return terminal;
  }

  /** Whether the workflow came to its end, with or without errors of its own. */
  public boolean isSuccess() {
    return this == SUCCESS || this == COMPLETED_WITH_ERRORS;
  }
}

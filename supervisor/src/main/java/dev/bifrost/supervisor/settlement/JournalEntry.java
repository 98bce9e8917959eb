package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.LogLine;

/** Something that a running execution let us know. */
public sealed interface JournalEntry {

  /** It logged or printed a line. */
  record Log(LogLine line) implements JournalEntry {}

  /**
   * It has come so far.
   *
   * @param fraction 0 to 1
   */
  record Progress(double fraction, String message) implements JournalEntry {}

  /**
   * It runs in this child.
   *
   * @param workerId the child's name
   * @param childPid the child's process
   */
  record Dispatched(String workerId, long childPid) implements JournalEntry {}
}

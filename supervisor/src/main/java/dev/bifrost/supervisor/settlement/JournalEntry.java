package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.SecretMask;

/** Something that a running execution let us know. */
public sealed interface JournalEntry {

  /** The entry without what the mask hides. */
  default JournalEntry masked(SecretMask mask) {
    return this;
  }

  /** Whether nobody misses it if the execution ends within moments. */
  default boolean canWait() {
    return false;
  }

  /** It logged or printed a line. */
  record Log(LogLine line) implements JournalEntry {

    @Override
    public JournalEntry masked(SecretMask mask) {
      return new Log(mask.mask(line));
    }
  }

  /**
   * It has come so far.
   *
   * @param fraction 0 to 1
   */
  record Progress(double fraction, String message) implements JournalEntry {

    @Override
    public JournalEntry masked(SecretMask mask) {
      return new Progress(fraction, mask.mask(message));
    }
  }

  /** It has taken a signal of this name; the child has hidden secrets in it. */
  record Signal(String name) implements JournalEntry {}

  /**
   * It runs in this child; its end says the same.
   *
   * @param workerId the child's name
   * @param childPid the child's process
   */
  record Dispatched(String workerId, long childPid) implements JournalEntry {

    @Override
    public boolean canWait() {
      return true;
    }
  }
}

package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.supervisor.execution.QueueTable;
import java.time.Duration;

/**
 * How long and how much the settlement keeps.
 *
 * @param queues how long results live, and what else holds where a context says nothing
 * @param contextMargin how much longer than its timeout the context of an execution lives at least
 *     while it is held; default 15 min
 * @param contextLimit largest context that is read; default 16 MiB
 * @param journalEntries about so many entries of an execution's journal are kept; default 10,000
 * @param eventEntries about so many entries of the stream of all executions; default 10,000
 * @param journalBuffer most text of journal entries that waits for Redis, all executions together;
 *     what comes beyond is dropped and counted; default 16 MiB
 */
public record SettlementSettings(
    QueueTable queues,
    Duration contextMargin,
    ByteSize contextLimit,
    int journalEntries,
    int eventEntries,
    ByteSize journalBuffer) {

  /** The defaults. */
  public static final SettlementSettings DEFAULT =
      new SettlementSettings(
          QueueTable.STANDARD,
          Duration.ofMinutes(15),
          ByteSize.ofMebibytes(16),
          10_000,
          10_000,
          ByteSize.ofMebibytes(16));

  /** For who ends executions that never began. */
  public static SettlementSettings ofClient(Duration resultLifetime, int journalEntries) {
    return new SettlementSettings(
        QueueTable.withResultLifetime(resultLifetime),
        DEFAULT.contextMargin,
        DEFAULT.contextLimit,
        journalEntries,
        DEFAULT.eventEntries,
        DEFAULT.journalBuffer);
  }

  /**
   * @throws IllegalArgumentException if a lifetime is under a millisecond or a count under 1
   */
  public SettlementSettings {
    if (contextMargin.toMillis() < 1) {
      throw new IllegalArgumentException("Lifetimes must be 1 ms or more.");
    }
    if (journalEntries < 1 || eventEntries < 1) {
      throw new IllegalArgumentException("Streams must keep 1 entry or more.");
    }
  }
}

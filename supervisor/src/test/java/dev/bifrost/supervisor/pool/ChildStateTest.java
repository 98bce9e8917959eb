package dev.bifrost.supervisor.pool;

import static dev.bifrost.supervisor.pool.ChildState.BUSY;
import static dev.bifrost.supervisor.pool.ChildState.DRAINING;
import static dev.bifrost.supervisor.pool.ChildState.ENDING;
import static dev.bifrost.supervisor.pool.ChildState.GONE;
import static dev.bifrost.supervisor.pool.ChildState.IDLE;
import static dev.bifrost.supervisor.pool.ChildState.STARTING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableSetMultimap;
import org.junit.jupiter.api.Test;

final class ChildStateTest {

  private static final ImmutableSetMultimap<ChildState, ChildState> LEGAL =
      ImmutableSetMultimap.<ChildState, ChildState>builder()
          .putAll(STARTING, IDLE, ENDING, GONE)
          .putAll(IDLE, BUSY, DRAINING, ENDING, GONE)
          .putAll(BUSY, IDLE, DRAINING, ENDING, GONE)
          .putAll(DRAINING, ENDING, GONE)
          .putAll(ENDING, GONE)
          .build();

  @Test
  void everyPairOfStatesIsLegalExactlyIfTheTableSaysSo() {
    for (ChildState from : ChildState.values()) {
      for (ChildState to : ChildState.values()) {
        assertEquals(LEGAL.containsEntry(from, to), from.canBecome(to), from + " to " + to);
      }
      assertEquals(LEGAL.get(from).isEmpty(), from.isTerminal(), from + " is an end");
    }
  }
}

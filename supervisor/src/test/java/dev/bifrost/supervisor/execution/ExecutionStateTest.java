package dev.bifrost.supervisor.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableSetMultimap;
import org.junit.jupiter.api.Test;

final class ExecutionStateTest {

  private static final ImmutableSetMultimap<ExecutionState, ExecutionState> LEGAL =
      ImmutableSetMultimap.<ExecutionState, ExecutionState>builder()
          .putAll(ExecutionState.RECEIVED, ExecutionState.QUEUED, ExecutionState.FINISHED)
          .putAll(ExecutionState.QUEUED, ExecutionState.DISPATCHED, ExecutionState.FINISHED)
          .putAll(ExecutionState.DISPATCHED, ExecutionState.FINISHED)
          .putAll(ExecutionState.FINISHED, ExecutionState.SETTLED)
          .build();

  @Test
  void everyPairOfStatesIsLegalExactlyIfTheTableSaysSo() {
    for (ExecutionState from : ExecutionState.values()) {
      for (ExecutionState to : ExecutionState.values()) {
        assertEquals(LEGAL.containsEntry(from, to), from.canBecome(to), from + " to " + to);
      }
      assertEquals(LEGAL.get(from).isEmpty(), from.isTerminal(), from + " is an end");
    }
  }
}

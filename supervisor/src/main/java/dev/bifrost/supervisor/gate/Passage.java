package dev.bifrost.supervisor.gate;

import dev.bifrost.protocol.ExecutionId;
import java.time.Duration;

/** Whether an execution may begin. */
public sealed interface Passage {

  /** Nothing is in its way. */
  Passage FREE = new Free();

  /** It may begin. */
  record Free() implements Passage {}

  /**
   * It waits, and will be put to the front of its queue.
   *
   * @param as how those it waits for know it; empty if they know it by its ID
   * @param reason one sentence
   */
  record Waits(WaitsFor cause, String as, String reason) implements Passage {}

  /**
   * It has to come again later.
   *
   * @param reason one sentence
   */
  record Later(Duration delay, String reason) implements Passage {}

  /**
   * It does not run, because another one did.
   *
   * @param result that one's result as it stands in Redis
   */
  record Answered(ExecutionId first, String result) implements Passage {}
}

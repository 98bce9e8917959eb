package dev.bifrost.supervisor.observe;

import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.process.ChildExit;
import java.util.List;
import java.util.Optional;

/**
 * Hears every transition, on the dispatcher thread unless said otherwise; must not block, and may
 * look at what it is given only during the call.
 */
public interface SupervisorListener {

  /** Hears nothing. */
  SupervisorListener NOOP = new SupervisorListener() {};

  /** An execution was taken from its queue. */
  default void taken(Execution execution) {}

  /** An entry was dropped because its execution has its result or runs for another entry. */
  default void superfluous(Execution execution, String reason) {}

  /** An execution was begun and may not run now; it binds nothing of ours. */
  default void setAside(Execution execution, String reason) {}

  /** An entry that is no execution was dropped; on the intake's thread. */
  default void rejected(QueueName queue, String reason) {}

  /** A child has an execution. */
  default void dispatched(Execution execution, Child child) {}

  /** An attempt has ended in this way. */
  default void ended(Execution execution, ExecutionResult result, Disposition disposition) {}

  /** An execution goes back to its queue. */
  default void givenBack(Execution execution, String reason) {}

  /** Redis has the end of an attempt; {@code late} if a newer attempt or a result was there. */
  default void settled(Execution execution, boolean late) {}

  /** An execution is not ours any more. */
  default void leaseLost(Execution execution, String reason) {}

  /** A child can take an ID. */
  default void childReady(Child child, long startupMillis) {}

  /** A child ends before its time, by our decision. */
  default void childEnded(Child child, String reason) {}

  /** A child's process has ended; {@code exit} is empty if it never ran. */
  default void childGone(Child child, Optional<ChildExit> exit, String reason) {}

  /** Starts of children of a pool succeed again, or have failed so often in a row. */
  default void poolHealth(String pool, boolean healthy, int failedStarts) {}

  /** Redis answers the intake again (empty), or does not; on the intake's thread. */
  default void availability(Optional<String> trouble) {}

  /** The supervisor stops: no new work, what runs may finish. */
  default void draining(int held) {}

  /** The supervisor leaves without having written the end of so many; others take them over. */
  default void leftBehind(int executions) {}

  /** All of these in turn. */
  static SupervisorListener all(List<SupervisorListener> listeners) {
    return new ListenerChain(listeners);
  }
}

package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.ExecutionResult.Failure;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.dispatch.Event.SettlementDone;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.settlement.Conclusion;
import dev.bifrost.supervisor.settlement.Settled;
import org.jspecify.annotations.Nullable;

/**
 * Lets executions go: decides what follows from their end, and has it written. Dispatcher thread.
 */
final class Ends {

  private final Holdings held;

  Ends(Holdings held) {
    this.held = held;
  }

  /**
   * An attempt has ended in this way.
   *
   * @param child that ran it; null if none did
   * @param childDied whether it ended with the death of its child that nobody wanted
   */
  void conclude(
      Execution execution, @Nullable Child child, ExecutionResult told, boolean childDied) {
    // The child hides secrets; what we saw of its process ourselves may still show them.
    ExecutionResult result = execution.mask().mask(told);
    held.memory().learn(execution, result.usage());
    Disposition disposition =
        held.partners()
            .aftermath()
            .of(execution.delivery().queue(), result, execution.attempt(), childDied);
    held.partners().listener().ended(execution, result, disposition);
    settle(execution, child, disposition);
  }

  /** It goes back to its queue as it was. */
  void giveBack(Execution execution, @Nullable Child child, String reason) {
    held.partners().listener().givenBack(execution, reason);
    settle(execution, child, new Disposition.GiveBack(reason));
  }

  /** It was cancelled before a child had it. */
  void cancelled(Execution execution) {
    conclude(execution, null, cancelledBeforeStart(execution), false);
  }

  /** Its entry is of no more use. */
  void drop(Execution execution, String reason) {
    held.partners().listener().superfluous(execution, reason);
    execution.finished();
    Delivery delivery = execution.delivery();
    held.follow(
        held.partners().settlement().drop(delivery),
        settled -> new SettlementDone(delivery, settled));
  }

  /** It waits elsewhere, or has another one's result; Redis has all that already. */
  void setAside(Execution execution, String reason) {
    held.partners().listener().setAside(execution, reason);
    execution.finished();
    settled(execution.delivery(), Settled.WRITTEN);
  }

  /** Redis has its end. */
  void settled(Delivery delivery, Settled settled) {
    held.table()
        .find(delivery)
        .ifPresent(
            execution -> {
              execution.settled();
              held.table().remove(execution);
              held.stations().serving(delivery.queue()).intake().settled(delivery);
              held.partners().listener().settled(execution, settled == Settled.LATE);
            });
  }

  /** It is not ours any more; nothing is written. */
  void forget(Execution execution) {
    held.table().remove(execution);
    Delivery delivery = execution.delivery();
    held.stations().serving(delivery.queue()).intake().forgotten(delivery);
  }

  private void settle(Execution execution, @Nullable Child child, Disposition disposition) {
    execution.finished();
    Delivery delivery = execution.delivery();
    Conclusion conclusion =
        new Conclusion(
            delivery,
            execution.attempt(),
            disposition,
            child == null ? null : child.id().toString(),
            child == null ? null : child.process().map(ChildProcess::pid).orElse(null));
    held.follow(
        held.partners().settlement().settle(conclusion),
        settled -> new SettlementDone(delivery, settled));
  }

  private static ExecutionResult cancelledBeforeStart(Execution execution) {
    String message =
        "The execution was cancelled before it ran, "
            + execution.cancelRequest().map(CancelRequest::describe).orElse("by unknown")
            + ".";
    return ExecutionResult.failed(
        execution.id(), Status.CANCELLED, Failure.of(ErrorType.CANCELLED_ERROR, message));
  }
}

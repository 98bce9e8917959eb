package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.ControlLine;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.execution.ExecutionState;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.pool.EndReason;
import dev.bifrost.supervisor.process.ChildProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Keeps what is held ours, and gives it up before it is another's. Dispatcher thread. */
final class Tenure {

  private static final String NOT_RENEWED = "its lease could not be renewed";

  private final Holdings held;
  private final Ends ends;

  Tenure(Holdings held, Ends ends) {
    this.held = held;
    this.ends = ends;
  }

  /** Leases were renewed by a request that was sent at this time, but for those that are lost. */
  void renewed(Collection<Delivery> asked, Set<Delivery> lost, Instant sent) {
    for (Delivery delivery : asked) {
      Optional<Execution> execution = held.table().find(delivery);
      if (lost.contains(delivery)) {
        execution.ifPresent(e -> leaseLost(e, "another supervisor has taken it over"));
      } else {
        execution.ifPresent(e -> leaseRenewed(e, sent));
      }
    }
  }

  /** Gives up what could not be kept, early enough that nobody else runs it at the same time. */
  void fence() {
    for (Execution execution : held.table().all()) {
      if (isOver(execution)) {
        leaseLost(execution, NOT_RENEWED);
      }
    }
  }

  /** Tells the child how long it may run this without hearing from us. */
  void lend(Execution execution, ChildProcess process) {
    loan(execution).ifPresent(process::send);
  }

  /** What tells a child that; empty if the time is over. */
  Optional<ControlLine> loan(Execution execution) {
    Instant end = execution.leaseSince().plus(held.settings().childFence());
    Duration left = Duration.between(held.partners().time().now(), end);
    return left.toMillis() > 0
        ? Optional.of(new ControlLine.Lease(execution.id(), left))
        : Optional.empty();
  }

  /** Whether it could not be renewed for so long that it may be another's. */
  boolean isOver(Execution execution) {
    Instant now = held.partners().time().now();
    return execution.leaseSince().isBefore(now.minus(held.settings().selfFence()));
  }

  /** It could not be renewed for too long. */
  void lapsed(Execution execution) {
    leaseLost(execution, NOT_RENEWED);
  }

  /** Its child is gone, and it may be another's by now: nothing is known and nothing is written. */
  void vanished(Execution execution) {
    held.partners().listener().leaseLost(execution, NOT_RENEWED);
    ends.forget(execution);
  }

  private void leaseRenewed(Execution execution, Instant sent) {
    execution.leaseRenewed(sent);
    if (execution.state() == ExecutionState.DISPATCHED) {
      held.running()
          .childOf(execution)
          .filter(child -> child.endReason().isEmpty())
          .flatMap(Child::process)
          .ifPresent(process -> lend(execution, process));
    }
  }

  private void leaseLost(Execution execution, String reason) {
    switch (execution.state()) {
      case RECEIVED, QUEUED -> {
        held.partners().listener().leaseLost(execution, reason);
        ends.forget(execution);
      }
      case DISPATCHED -> {
        if (held.running().childOf(execution).flatMap(Child::endReason).isEmpty()) {
          held.partners().listener().leaseLost(execution, reason);
          held.end(execution, EndReason.LEASE_LOST, reason);
        }
      }
      case FINISHED, SETTLED -> {
        // Its end is on the way to Redis, where the attempt's number decides whether it counts.
      }
    }
  }
}

package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.ControlLine;
import dev.bifrost.supervisor.admission.Capacity;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.execution.ExecutionState;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.process.ChildProcess;
import java.util.Optional;

/** Brings executions and children together. Dispatcher thread. */
final class Assignment {

  private final Holdings held;
  private final Tenure tenure;
  private final Drain drain;
  private final Deadlines deadlines;
  private int granted;

  Assignment(Holdings held, Tenure tenure, Drain drain, Deadlines deadlines) {
    this.held = held;
    this.tenure = tenure;
    this.drain = drain;
    this.deadlines = deadlines;
  }

  /** So many grants were used. */
  void used(int grants) {
    granted = Math.max(0, granted - grants);
  }

  /** Hands what waits to idle children, and lets the intake take as many as are free then. */
  void assign() {
    for (Execution execution : held.table().in(ExecutionState.QUEUED)) {
      if (tenure.isOver(execution)) {
        // We stood still since it was taken; by now another may run it.
        tenure.lapsed(execution);
        continue;
      }
      Optional<Child> child =
          drain.isDraining() ? Optional.empty() : held.pool().take(execution.id());
      if (child.isEmpty()) {
        break;
      }
      dispatch(execution, child.get());
    }
    held.pool()
        .demand(
            held.table().count(ExecutionState.QUEUED)
                + held.table().count(ExecutionState.RECEIVED));
    grant();
  }

  private void dispatch(Execution execution, Child child) {
    ChildProcess process = child.process().orElseThrow();
    execution.dispatched(held.partners().time().now());
    held.running().add(execution, child, process.usage());
    int attempt = execution.attempt().attempt();
    if (attempt > 1) {
      process.send(new ControlLine.Attempt(execution.id(), attempt));
    }
    tenure.lend(execution, process);
    if (execution.attempt().terms() instanceof Terms.Runnable runs && !runs.secrets().isEmpty()) {
      process.send(new ControlLine.Give(execution.id(), runs.secrets()));
    }
    process.send(new ControlLine.Run(execution.id()));
    deadlines.begun(execution);
    held.partners().listener().dispatched(execution, child);
  }

  /** Lets the intake take as many entries as there are children free for them. */
  private void grant() {
    if (drain.isDraining()) {
      return;
    }
    int onTheirWay =
        held.table().count(ExecutionState.RECEIVED) + held.table().count(ExecutionState.QUEUED);
    int free =
        new Capacity(
                held.pool().idle(),
                held.pool().canGrow(),
                held.pool().settings().max(),
                onTheirWay + granted,
                held.partners().settlement().waiting())
            .grantable();
    if (free > 0) {
      granted += free;
      held.partners().intake().grant(free);
    }
  }
}

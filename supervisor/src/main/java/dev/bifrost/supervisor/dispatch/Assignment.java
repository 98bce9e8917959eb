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

  Assignment(Holdings held, Tenure tenure, Drain drain, Deadlines deadlines) {
    this.held = held;
    this.tenure = tenure;
    this.drain = drain;
    this.deadlines = deadlines;
  }

  /** Hands what waits to idle children, and lets the intakes take as many as are free then. */
  void assign() {
    held.stations().all().forEach(this::assign);
  }

  private void assign(Station station) {
    for (Execution execution : station.in(ExecutionState.QUEUED, held.table())) {
      if (tenure.isOver(execution)) {
        // We stood still since it was taken; by now another may run it.
        tenure.lapsed(execution);
        continue;
      }
      Optional<Child> child =
          drain.isDraining() ? Optional.empty() : station.pool().take(execution.id());
      if (child.isEmpty()) {
        break;
      }
      dispatch(execution, child.get());
    }
    int coming = coming(station);
    station.pool().demand(coming);
    if (!drain.isDraining()) {
      grant(station, coming);
    }
  }

  /** What is held for this pool and has no child yet. */
  private int coming(Station station) {
    return station.in(ExecutionState.RECEIVED, held.table()).size()
        + station.in(ExecutionState.QUEUED, held.table()).size();
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
    if (execution.attempt().terms() instanceof Terms.Runnable runs) {
      if (runs.ofQueue()) {
        process.send(new ControlLine.Limit(execution.id(), runs.timeout()));
      }
      if (!runs.secrets().isEmpty()) {
        process.send(new ControlLine.Give(execution.id(), runs.secrets()));
      }
    }
    process.send(new ControlLine.Run(execution.id()));
    deadlines.begun(execution);
    held.partners().listener().dispatched(execution, child);
  }

  /** Lets the intake take as many entries as there are children free for them. */
  private void grant(Station station, int coming) {
    int free =
        new Capacity(
                station.pool().idle(),
                station.pool().canGrow(),
                held.stations().max(),
                coming + station.granted(),
                held.partners().settlement().waiting())
            .grantable();
    if (free > 0) {
      station.grant(free);
    }
  }
}

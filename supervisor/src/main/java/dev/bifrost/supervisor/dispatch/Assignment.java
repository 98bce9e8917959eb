package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.ControlLine;
import dev.bifrost.supervisor.admission.Capacity;
import dev.bifrost.supervisor.dispatch.Event.Due;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.execution.ExecutionState;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.pool.EndReason;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.settlement.JournalEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Brings executions and children together. Dispatcher thread. */
final class Assignment {

  /** What was taken ahead and has no child after this runs sooner elsewhere. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private static final Duration MEMORY_PAUSE = Duration.ofSeconds(1);

  private final Holdings held;
  private final Ends ends;
  private final Tenure tenure;
  private final Drain drain;
  private final Deadlines deadlines;
  private boolean looksAgain;

  Assignment(Holdings held, Ends ends, Tenure tenure, Drain drain, Deadlines deadlines) {
    this.held = held;
    this.ends = ends;
    this.tenure = tenure;
    this.drain = drain;
    this.deadlines = deadlines;
  }

  /** Hands what waits to idle children, and lets the intakes take as many as are free then. */
  void assign() {
    held.stations().all().forEach(this::assign);
  }

  private void assign(Station station) {
    int keptBack = 0;
    for (Execution execution : station.in(ExecutionState.QUEUED, held.table())) {
      if (tenure.isOver(execution)) {
        // We stood still since it was taken; by now another may run it.
        tenure.lapsed(execution);
        continue;
      }
      if (drain.isDraining() || station.pool().idle() == 0) {
        break;
      }
      if (!held.memory().allows(execution, held.running().executions())) {
        keptBack++;
        continue;
      }
      station.pool().take(execution.id()).ifPresent(child -> dispatch(execution, child));
    }
    List<Execution> left = station.in(ExecutionState.QUEUED, held.table());
    int coming = left.size() + station.in(ExecutionState.RECEIVED, held.table()).size();
    watch(station, left);
    station.pool().demand(coming - keptBack);
    boolean isShort = keptBack > 0 || held.memory().isShort();
    station.keptBack(isShort);
    if (isShort) {
      lookAgain();
    }
    if (!drain.isDraining() && !isShort) {
      grant(station, coming);
    }
  }

  /** Gives back what was taken ahead, where those that run turn out to be long. */
  private void watch(Station station, List<Execution> left) {
    if (!left.isEmpty() && station.isSaturated() && station.watch()) {
      held.partners()
          .time()
          .after(PATIENCE, () -> held.post().accept(new Due(() -> giveBack(station, left))));
    }
  }

  private void giveBack(Station station, List<Execution> left) {
    station.watched();
    if (station.isSaturated() && !drain.isDraining()) {
      left.stream()
          .filter(execution -> execution.state() == ExecutionState.QUEUED)
          .filter(execution -> held.table().find(execution.delivery()).isPresent())
          .forEach(execution -> ends.giveBack(execution, null, "no child came free in time"));
    }
  }

  /** Where memory is short, one child that has nothing to do leaves, the youngest first. */
  void makeRoom() {
    held.memory().forget();
    if (held.memory().isShort()) {
      held.stations().all().stream()
          .flatMap(station -> station.pool().dispensable().stream())
          .max(Comparator.comparing(Child::startedAt).thenComparing(Child::id))
          .ifPresent(child -> held.end(child, EndReason.SURPLUS, "memory is short"));
    }
  }

  private void lookAgain() {
    if (!looksAgain) {
      looksAgain = true;
      held.partners()
          .time()
          .after(
              MEMORY_PAUSE,
              () ->
                  held.post()
                      .accept(
                          new Due(
                              () -> {
                                looksAgain = false;
                                makeRoom();
                              })));
    }
  }

  private void dispatch(Execution execution, Child child) {
    ChildProcess process = child.process().orElseThrow();
    execution.dispatched(held.partners().time().now());
    held.running().add(execution, child, process.processorTime());
    List<ControlLine> lines = new ArrayList<>();
    int attempt = execution.attempt().attempt();
    if (attempt > 1) {
      lines.add(new ControlLine.Attempt(execution.id(), attempt));
    }
    tenure.loan(execution).ifPresent(lines::add);
    if (execution.attempt().terms() instanceof Terms.Runnable runs) {
      if (runs.ofQueue()) {
        lines.add(new ControlLine.Limit(execution.id(), runs.timeout()));
      }
      if (!runs.secrets().isEmpty()) {
        lines.add(new ControlLine.Give(execution.id(), runs.secrets()));
      }
    }
    lines.add(new ControlLine.Run(execution.id()));
    process.send(lines);
    held.partners()
        .settlement()
        .journal(
            execution.delivery(),
            attempt,
            new JournalEntry.Dispatched(child.id().toString(), process.pid()));
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
                station.ahead(),
                coming + station.granted(),
                held.partners().settlement().waiting())
            .grantable();
    if (free > 0) {
      station.grant(free);
    }
  }
}

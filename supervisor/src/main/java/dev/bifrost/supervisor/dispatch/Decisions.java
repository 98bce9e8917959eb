package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ControlLine;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.dispatch.Event.Begun;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.execution.ExecutionState;
import dev.bifrost.supervisor.execution.ExecutionTable;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.pool.EndReason;
import dev.bifrost.supervisor.settlement.Settled;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the dispatcher decides, one method for each kind of news; all of it on the dispatcher
 * thread.
 *
 * <p>The way of an execution: {@code delivered} puts it into the table and lets Redis begin it;
 * {@code begun} queues it; {@code assign} gives it to an idle child; the child's result, or the
 * child's death, leads to {@code conclude}, where what follows is decided and handed to the
 * settlement; {@code settled} lets it go. Entries are granted to the intake only for children that
 * are free, so that what cannot run here can run elsewhere.
 *
 * <p>A child that was told to end keeps its execution in hand until its process is gone. Only then
 * is anything decided about the execution, so it never runs twice because of us, and a result that
 * arrives in the last moment still counts.
 */
final class Decisions {

  private final Holdings held;
  private final Ends ends;
  private final Tenure tenure;
  private final Deadlines deadlines;
  private final ChildNews children;
  private final Drain drain;
  private final Assignment assignment;
  private Runnable whenTaken = () -> {};

  Decisions(Holdings held) {
    this.held = held;
    this.ends = new Ends(held);
    this.tenure = new Tenure(held, ends);
    this.deadlines = new Deadlines(held);
    this.children = new ChildNews(held, ends, tenure, deadlines);
    this.drain = new Drain(held, ends);
    this.assignment = new Assignment(held, ends, tenure, drain, deadlines);
  }

  /**
   * Starts the first children.
   *
   * @param taken runs whenever something is taken
   */
  void start(Runnable taken) {
    whenTaken = taken;
    held.stations().all().forEach(station -> station.pool().start());
  }

  void delivered(List<Delivery> deliveries, Instant at) {
    for (Delivery delivery : deliveries) {
      held.stations().serving(delivery.queue()).used(1);
      if (held.table().find(delivery).isPresent()) {
        continue;
      }
      Execution execution = new Execution(delivery, at);
      held.table().add(execution);
      held.partners().listener().taken(execution);
      whenTaken.run();
      held.follow(
          held.partners().settlement().begin(delivery),
          beginning -> new Begun(execution, beginning));
    }
  }

  void begun(Execution execution, Beginning beginning) {
    Delivery delivery = execution.delivery();
    if (held.table().find(delivery).filter(found -> found == execution).isEmpty()) {
      // Given up meanwhile; where the entry came again, its own begin follows.
      return;
    }
    if (beginning instanceof Beginning.Superfluous superfluous) {
      ends.drop(execution, superfluous.reason());
      return;
    }
    if (beginning instanceof Beginning.SetAside aside) {
      ends.setAside(execution, aside.reason());
      return;
    }
    Beginning.Begun begun = (Beginning.Begun) beginning;
    execution.begun(begun);
    if (begun.terms() instanceof Terms.Cancelled cancelled) {
      execution.cancelRequested(cancelled.request());
      ends.cancelled(execution);
    } else if (begun.terms() instanceof Terms.Refused refused) {
      ends.conclude(
          execution,
          null,
          ExecutionResult.failed(execution.id(), Status.FAILED, refused.failure()),
          false);
    } else if (drain.isDraining()) {
      ends.giveBack(execution, null, "the supervisor stops");
    } else {
      execution.queued();
    }
  }

  void settled(Delivery delivery, Settled settled) {
    ends.settled(delivery, settled);
  }

  void cancelRequested(Map<ExecutionId, CancelRequest> requests) {
    for (Execution execution : held.table().all()) {
      CancelRequest request = requests.get(execution.id());
      if (request == null || execution.cancelRequest().isPresent()) {
        continue;
      }
      if (execution.state() == ExecutionState.QUEUED) {
        execution.cancelRequested(request);
        ends.cancelled(execution);
      } else if (execution.state() == ExecutionState.DISPATCHED) {
        execution.cancelRequested(request);
        held.running()
            .childOf(execution)
            .flatMap(Child::process)
            .ifPresent(process -> process.send(new ControlLine.Cancel(execution.id(), request)));
        deadlines.toldToEnd(execution);
      }
    }
  }

  void overdue(Delivery delivery) {
    held.table()
        .find(delivery)
        .filter(execution -> execution.state() == ExecutionState.DISPATCHED)
        .ifPresent(
            execution ->
                held.end(
                    execution,
                    execution.cancelRequest().isPresent() ? EndReason.CANCELLED : EndReason.TIMEOUT,
                    "it did not end softly in time"));
  }

  /** What follows from any news: idle children get what waits, and a drain may be done. */
  void afterwards() {
    assignment.assign();
    drain.check();
  }

  /** Where memory is short, one child that has nothing to do leaves. */
  void makeRoom() {
    assignment.makeRoom();
  }

  /** What concerns leases. */
  Tenure tenure() {
    return tenure;
  }

  /** What concerns children. */
  ChildNews children() {
    return children;
  }

  /** What concerns the stop. */
  Drain drain() {
    return drain;
  }

  ExecutionTable table() {
    return held.table();
  }

  Stations stations() {
    return held.stations();
  }

  Running running() {
    return held.running();
  }
}

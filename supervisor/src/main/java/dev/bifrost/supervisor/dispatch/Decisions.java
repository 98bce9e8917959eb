package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ControlLine;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.ExecutionResult.Failure;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.LogSource;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.admission.Capacity;
import dev.bifrost.supervisor.dispatch.Event.Begun;
import dev.bifrost.supervisor.dispatch.Event.Due;
import dev.bifrost.supervisor.dispatch.Event.Overdue;
import dev.bifrost.supervisor.dispatch.Event.SettlementDone;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.execution.ExecutionState;
import dev.bifrost.supervisor.execution.ExecutionTable;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.pool.ChildPool;
import dev.bifrost.supervisor.pool.EndReason;
import dev.bifrost.supervisor.process.ChildExit;
import dev.bifrost.supervisor.process.ChildId;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.process.ProcessUsage;
import dev.bifrost.supervisor.settlement.Conclusion;
import dev.bifrost.supervisor.settlement.JournalEntry;
import dev.bifrost.supervisor.settlement.Settled;
import dev.bifrost.supervisor.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  /** How long a stopping supervisor waits for Redis to take what it has to say. */
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);

  private static final String NOT_RENEWED = "its lease could not be renewed";

  private final DispatchSettings settings;
  private final Partners partners;
  private final ChildPool pool;
  private final ExecutionTable table;
  private final Consumer<Event> post;
  private final Running running = new Running();
  private int granted;
  private boolean draining;
  private boolean intakeStopped;
  private boolean healthy = true;
  private @Nullable Runnable whenDone;
  private Runnable whenHeld = () -> {};

  /**
   * @param post hands news to the dispatcher
   */
  Decisions(
      DispatchSettings settings,
      Partners partners,
      ChildPool pool,
      ExecutionTable table,
      Consumer<Event> post) {
    this.settings = settings;
    this.partners = partners;
    this.pool = pool;
    this.table = table;
    this.post = post;
  }

  /**
   * Starts the first children.
   *
   * @param held runs whenever something is taken
   */
  void start(Runnable held) {
    whenHeld = held;
    pool.start();
  }

  // ---- executions on their way ----

  void delivered(List<Delivery> deliveries, Instant at) {
    granted = Math.max(0, granted - deliveries.size());
    for (Delivery delivery : deliveries) {
      if (table.find(delivery).isPresent()) {
        continue;
      }
      Execution execution = new Execution(delivery, at);
      table.add(execution);
      partners.listener().taken(execution);
      whenHeld.run();
      follow(partners.settlement().begin(delivery), beginning -> new Begun(execution, beginning));
    }
  }

  void begun(Execution execution, Beginning beginning) {
    Delivery delivery = execution.delivery();
    if (table.find(delivery).filter(found -> found == execution).isEmpty()) {
      // Given up meanwhile; where the entry came again, its own begin follows.
      return;
    }
    if (beginning instanceof Beginning.Superfluous superfluous) {
      partners.listener().superfluous(execution, superfluous.reason());
      execution.finished();
      follow(
          partners.settlement().drop(delivery), settled -> new SettlementDone(delivery, settled));
      return;
    }
    Beginning.Begun begun = (Beginning.Begun) beginning;
    execution.begun(begun);
    if (begun.terms() instanceof Terms.Cancelled cancelled) {
      execution.cancelRequested(cancelled.request());
      conclude(execution, null, cancelledBeforeStart(execution), false);
    } else if (begun.terms() instanceof Terms.Refused refused) {
      conclude(
          execution,
          null,
          ExecutionResult.failed(execution.id(), Status.FAILED, refused.failure()),
          false);
    } else if (draining) {
      giveBack(execution, null, "the supervisor stops");
    } else {
      execution.queued();
      assign();
    }
  }

  void settled(Delivery delivery, Settled settled) {
    table
        .find(delivery)
        .ifPresent(
            execution -> {
              execution.settled();
              table.remove(execution);
              partners.listener().settled(execution, settled == Settled.LATE);
            });
    grant();
    checkDone();
  }

  void cancelRequested(Map<ExecutionId, CancelRequest> requests) {
    for (Execution execution : table.all()) {
      CancelRequest request = requests.get(execution.id());
      if (request == null || execution.cancelRequest().isPresent()) {
        continue;
      }
      if (execution.state() == ExecutionState.QUEUED) {
        execution.cancelRequested(request);
        conclude(execution, null, cancelledBeforeStart(execution), false);
      } else if (execution.state() == ExecutionState.DISPATCHED) {
        execution.cancelRequested(request);
        running
            .childOf(execution)
            .flatMap(Child::process)
            .ifPresent(process -> process.send(new ControlLine.Cancel(execution.id(), request)));
        running.alarm(execution, overdueAfter(execution, settings.grace()));
      }
    }
  }

  void overdue(Delivery delivery) {
    table
        .find(delivery)
        .filter(execution -> execution.state() == ExecutionState.DISPATCHED)
        .ifPresent(
            execution ->
                end(
                    execution,
                    execution.cancelRequest().isPresent() ? EndReason.CANCELLED : EndReason.TIMEOUT,
                    "it did not end softly in time"));
  }

  // ---- leases ----

  void renewed(Collection<Delivery> asked, Set<Delivery> lost, Instant sent) {
    for (Delivery delivery : asked) {
      Optional<Execution> execution = table.find(delivery);
      if (lost.contains(delivery)) {
        execution.ifPresent(e -> leaseLost(e, "another supervisor has taken it over"));
      } else {
        execution.ifPresent(e -> leaseRenewed(e, sent));
      }
    }
    grant();
  }

  private void leaseRenewed(Execution execution, Instant sent) {
    execution.leaseRenewed(sent);
    if (execution.state() == ExecutionState.DISPATCHED) {
      running
          .childOf(execution)
          .filter(child -> child.endReason().isEmpty())
          .flatMap(Child::process)
          .ifPresent(process -> lend(execution, process));
    }
  }

  /** Tells the child how long it may run this without hearing from us. */
  private void lend(Execution execution, ChildProcess process) {
    Instant end = execution.leaseSince().plus(settings.childFence());
    Duration left = Duration.between(partners.time().now(), end);
    if (left.toMillis() > 0) {
      process.send(new ControlLine.Lease(execution.id(), left));
    }
  }

  /** Gives up what could not be kept, early enough that nobody else runs it at the same time. */
  void fence() {
    for (Execution execution : table.all()) {
      if (isLeaseOver(execution)) {
        leaseLost(execution, NOT_RENEWED);
      }
    }
  }

  private boolean isLeaseOver(Execution execution) {
    return execution.leaseSince().isBefore(partners.time().now().minus(settings.selfFence()));
  }

  private void leaseLost(Execution execution, String reason) {
    switch (execution.state()) {
      case RECEIVED, QUEUED -> {
        partners.listener().leaseLost(execution, reason);
        forget(execution);
      }
      case DISPATCHED -> {
        if (running.childOf(execution).flatMap(Child::endReason).isEmpty()) {
          partners.listener().leaseLost(execution, reason);
          end(execution, EndReason.LEASE_LOST, reason);
        }
      }
      case FINISHED, SETTLED -> {
        // Its end is on the way to Redis, where the attempt's number decides whether it counts.
      }
    }
  }

  // ---- children ----

  void childLaunched(ChildId id, ChildProcess process) {
    pool.launched(id, process);
  }

  void childNotLaunched(ChildId id, String reason) {
    pool.gone(id)
        .ifPresent(child -> partners.listener().childGone(child, Optional.empty(), reason));
    afterChildLeft();
  }

  void childSaid(ChildId id, ChildMessage message) {
    Child child = pool.find(id).orElse(null);
    if (child == null) {
      return;
    }
    switch (message.kind()) {
      case READY -> ready(child, (ChildMessage.Ready) message);
      case STARTED -> started(child, (ChildMessage.Started) message);
      case LOG -> logged(child, (ChildMessage.Log) message);
      case PROGRESS -> progressed(child, (ChildMessage.Progress) message);
      case RESULT -> answered(child, (ChildMessage.Result) message);
      case EXITING -> exiting(child, (ChildMessage.Exiting) message);
      case GOODBYE -> goodbye(child, (ChildMessage.Goodbye) message);
    }
  }

  void childPrinted(ChildId id, String text, Instant at) {
    pool.find(id)
        .flatMap(running::executionOf)
        .ifPresent(execution -> keep(execution, LogLine.printed(at, LogSource.STDOUT, text)));
  }

  void childBabbled(ChildId id, String evidence) {
    pool.find(id).ifPresent(child -> end(child, EndReason.PROTOCOL, evidence));
  }

  void childGone(ChildId id, ChildExit exit) {
    Child child = pool.find(id).orElse(null);
    if (child == null) {
      return;
    }
    Optional<Execution> inHand = running.executionOf(child);
    ProcessUsage before = running.usageBefore(child);
    running.remove(child);
    inHand.ifPresent(execution -> lost(execution, child, exit, before));
    pool.gone(id);
    partners.listener().childGone(child, Optional.of(exit), why(child, exit));
    afterChildLeft();
  }

  private void lost(Execution execution, Child child, ChildExit exit, ProcessUsage before) {
    EndReason reason = child.endReason().orElse(null);
    if (reason == EndReason.LEASE_LOST) {
      forget(execution);
    } else if (reason == EndReason.SHUTDOWN) {
      giveBack(execution, child, "the supervisor stopped before it was done");
    } else if (reason == null && isLeaseOver(execution)) {
      // We stood still, and the child left because of that; or Redis is away, and all is unsure.
      partners.listener().leaseLost(execution, NOT_RENEWED);
      forget(execution);
    } else if (reason == null && !child.hasBegun()) {
      giveBack(execution, child, child.id() + " left before it began");
    } else {
      ExecutionResult result = Verdict.of(execution, child, exit, before, partners.time().now());
      conclude(execution, child, result, reason == null || reason == EndReason.PROTOCOL);
    }
  }

  private void ready(Child child, ChildMessage.Ready message) {
    pool.ready(child);
    partners.listener().childReady(child, message.startup().toMillis());
    tellHealth();
    assign();
  }

  private void started(Child child, ChildMessage.Started message) {
    if (isInHand(child, message.id())) {
      child.hasStarted();
    }
  }

  private void logged(Child child, ChildMessage.Log message) {
    running
        .executionOf(child)
        .filter(execution -> execution.id().equals(message.id()))
        .ifPresent(execution -> keep(execution, message.line()));
  }

  private void progressed(Child child, ChildMessage.Progress message) {
    running
        .executionOf(child)
        .filter(execution -> execution.id().equals(message.id()))
        .ifPresent(
            execution ->
                journal(
                    execution, new JournalEntry.Progress(message.fraction(), message.message())));
  }

  private void answered(Child child, ChildMessage.Result message) {
    ExecutionResult result = message.result();
    if (!isInHand(child, result.id())) {
      end(child, EndReason.PROTOCOL, "it answered " + result.id() + ", which it was not asked");
      return;
    }
    Execution execution = running.executionOf(child).orElseThrow();
    running.remove(child);
    pool.answered(child);
    if (message.retiring() != null) {
      pool.leaving(child);
    }
    // A failure with a certificate is a lack of memory or stack, of which the child dies.
    conclude(execution, child, result, result.status() == Status.FAILED && result.death() != null);
    assign();
  }

  private void exiting(Child child, ChildMessage.Exiting message) {
    child.exiting(message.stack());
    // The last look at a process that still has its memory.
    child.process().ifPresent(ChildProcess::usage);
  }

  private void goodbye(Child child, ChildMessage.Goodbye message) {
    child.saidGoodbye(message.reason());
    running
        .executionOf(child)
        .filter(execution -> message.untouched().contains(execution.id()))
        .ifPresent(
            execution -> {
              running.remove(child);
              giveBack(execution, child, child.id() + " left before it began");
            });
    pool.leaving(child);
  }

  // ---- draining ----

  /**
   * Takes nothing more and lets what runs finish.
   *
   * @param limit how long that may take
   * @param done runs when nothing is held and no child is left
   */
  void drain(Duration limit, Runnable done) {
    if (draining) {
      return;
    }
    draining = true;
    whenDone = done;
    partners.listener().draining(table.size());
    table.in(ExecutionState.QUEUED).forEach(e -> giveBack(e, null, "the supervisor stops"));
    pool.close();
    partners.time().after(limit, () -> post.accept(new Due(this::drainNow)));
    checkDone();
  }

  /** Ends what still runs; it goes back to its queue. */
  void drainNow() {
    for (Child child : pool.children()) {
      end(child, EndReason.SHUTDOWN, "the supervisor stops");
    }
    partners.time().after(LAST_PATIENCE, () -> post.accept(new Due(this::leave)));
  }

  /** Redis has not taken what is left: its entries are still pending, and others take them over. */
  private void leave() {
    if (!table.isEmpty()) {
      partners.listener().leftBehind(table.size());
      table.all().forEach(table::remove);
    }
    checkDone();
  }

  /** Nothing more will be delivered. */
  void intakeStopped() {
    intakeStopped = true;
    checkDone();
  }

  private void checkDone() {
    if (!draining || !intakeStopped || !table.isEmpty()) {
      return;
    }
    if (!pool.isEmpty()) {
      // What is left has answered and only has to go.
      pool.children().forEach(child -> end(child, EndReason.SHUTDOWN, "the supervisor stops"));
      return;
    }
    if (whenDone != null) {
      Runnable done = whenDone;
      whenDone = null;
      done.run();
    }
  }

  // ---- shared ----

  ExecutionTable table() {
    return table;
  }

  ChildPool pool() {
    return pool;
  }

  Running running() {
    return running;
  }

  boolean isDraining() {
    return draining;
  }

  private void assign() {
    for (Execution execution : table.in(ExecutionState.QUEUED)) {
      if (isLeaseOver(execution)) {
        // We stood still since it was taken; by now another may run it.
        leaseLost(execution, NOT_RENEWED);
        continue;
      }
      Optional<Child> child = draining ? Optional.empty() : pool.take(execution.id());
      if (child.isEmpty()) {
        break;
      }
      dispatch(execution, child.get());
    }
    pool.demand(table.count(ExecutionState.QUEUED) + table.count(ExecutionState.RECEIVED));
    grant();
  }

  private void dispatch(Execution execution, Child child) {
    ChildProcess process = child.process().orElseThrow();
    execution.dispatched(partners.time().now());
    running.add(execution, child, process.usage());
    int attempt = execution.attempt().attempt();
    if (attempt > 1) {
      process.send(new ControlLine.Attempt(execution.id(), attempt));
    }
    if (execution.attempt().terms() instanceof Terms.Runnable runs && !runs.secrets().isEmpty()) {
      process.send(new ControlLine.Give(execution.id(), runs.secrets()));
    }
    lend(execution, process);
    process.send(new ControlLine.Run(execution.id()));
    timeout(execution)
        .ifPresent(
            limit ->
                running.alarm(execution, overdueAfter(execution, limit.plus(settings.grace()))));
    partners.listener().dispatched(execution, child);
  }

  private Time.Alarm overdueAfter(Execution execution, Duration delay) {
    return partners
        .time()
        .after(
            delay.plus(DispatchSettings.MARGIN),
            () -> post.accept(new Overdue(execution.delivery())));
  }

  private static Optional<Duration> timeout(Execution execution) {
    return execution.attempt().terms() instanceof Terms.Runnable runs
        ? runs.timeout()
        : Optional.empty();
  }

  private void conclude(
      Execution execution, @Nullable Child child, ExecutionResult told, boolean childDied) {
    // The child hides them; what we saw of its process ourselves may still show them.
    ExecutionResult result = execution.mask().mask(told);
    Disposition disposition = partners.aftermath().of(result, execution.attempt(), childDied);
    partners.listener().ended(execution, result, disposition);
    settle(execution, child, disposition);
  }

  private void giveBack(Execution execution, @Nullable Child child, String reason) {
    partners.listener().givenBack(execution, reason);
    settle(execution, child, new Disposition.GiveBack(reason));
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
    follow(
        partners.settlement().settle(conclusion), settled -> new SettlementDone(delivery, settled));
  }

  private void forget(Execution execution) {
    table.remove(execution);
    partners.intake().forgotten(execution.delivery());
    grant();
    checkDone();
  }

  private void end(Execution execution, EndReason reason, String why) {
    running.childOf(execution).ifPresent(child -> end(child, reason, why));
  }

  private void end(Child child, EndReason reason, String why) {
    if (child.endReason().isEmpty()) {
      partners.listener().childEnded(child, why);
    }
    pool.end(child, reason, why);
  }

  private void afterChildLeft() {
    tellHealth();
    assign();
    checkDone();
  }

  private void tellHealth() {
    if (healthy != pool.isHealthy()) {
      healthy = pool.isHealthy();
      partners.listener().poolHealth(healthy, pool.failedStarts());
    }
  }

  /** Lets the intake take as many entries as there are children free for them. */
  private void grant() {
    if (draining) {
      return;
    }
    int onTheirWay = table.count(ExecutionState.RECEIVED) + table.count(ExecutionState.QUEUED);
    int free =
        new Capacity(
                pool.idle(),
                pool.canGrow(),
                pool.settings().max(),
                onTheirWay + granted,
                partners.settlement().waiting())
            .grantable();
    if (free > 0) {
      granted += free;
      partners.intake().grant(free);
    }
  }

  private void keep(Execution execution, LogLine line) {
    execution.recentLines().add(line);
    journal(execution, new JournalEntry.Log(line));
  }

  private void journal(Execution execution, JournalEntry entry) {
    partners
        .settlement()
        .journal(
            execution.delivery(), execution.attempt().attempt(), entry.masked(execution.mask()));
  }

  private boolean isInHand(Child child, ExecutionId id) {
    return child.inHand().filter(id::equals).isPresent() && running.executionOf(child).isPresent();
  }

  private <T> void follow(CompletionStage<T> stage, Function<T, Event> news) {
    CompletionStage<Void> posted = stage.thenAccept(value -> post.accept(news.apply(value)));
    posted.exceptionally(
        e -> {
          throw new IllegalStateException("A settlement must not fail", e);
        });
  }

  private static ExecutionResult cancelledBeforeStart(Execution execution) {
    String message =
        "The execution was cancelled before it ran, "
            + execution.cancelRequest().map(CancelRequest::describe).orElse("by unknown")
            + ".";
    return ExecutionResult.failed(
        execution.id(), Status.CANCELLED, Failure.of(ErrorType.CANCELLED_ERROR, message));
  }

  private static String why(Child child, ChildExit exit) {
    return child
        .endReason()
        .map(reason -> "ended by the supervisor: " + reason)
        .or(() -> child.goodbye())
        .orElseGet(exit::describe);
  }
}

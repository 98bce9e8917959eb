package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.LogSource;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.pool.ChildPool;
import dev.bifrost.supervisor.pool.EndReason;
import dev.bifrost.supervisor.process.ChildExit;
import dev.bifrost.supervisor.process.ChildId;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.process.ProcessUsage;
import dev.bifrost.supervisor.settlement.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is decided when a child comes, speaks or goes. Dispatcher thread. */
final class ChildNews {

  private final Holdings held;
  private final Ends ends;
  private final Tenure tenure;
  private final Deadlines deadlines;

  ChildNews(Holdings held, Ends ends, Tenure tenure, Deadlines deadlines) {
    this.held = held;
    this.ends = ends;
    this.tenure = tenure;
    this.deadlines = deadlines;
  }

  void launched(ChildId id, ChildProcess process) {
    held.stations()
        .having(id)
        .ifPresentOrElse(station -> station.pool().launched(id, process), process::kill);
  }

  void notLaunched(ChildId id, String reason) {
    held.stations()
        .having(id)
        .ifPresent(
            station -> {
              station
                  .pool()
                  .gone(id)
                  .ifPresent(
                      child ->
                          held.partners().listener().childGone(child, Optional.empty(), reason));
              tellHealth(station);
            });
  }

  void said(ChildId id, ChildMessage message) {
    Station station = held.stations().having(id).orElse(null);
    if (station == null) {
      return;
    }
    Child child = station.pool().find(id).orElseThrow();
    switch (message.kind()) {
      case READY -> ready(station, child, (ChildMessage.Ready) message);
      case STARTED -> started(child, (ChildMessage.Started) message);
      case LOG -> logged(child, (ChildMessage.Log) message);
      case PROGRESS -> progressed(child, (ChildMessage.Progress) message);
      case DECLARED -> declared(child, (ChildMessage.Declared) message);
      case SIGNALLED -> signalled(child, (ChildMessage.Signalled) message);
      case RESULT -> answered(station, child, (ChildMessage.Result) message);
      case EXITING -> exiting(child, (ChildMessage.Exiting) message);
      case GOODBYE -> goodbye(station, child, (ChildMessage.Goodbye) message);
    }
  }

  void printed(ChildId id, String text, Instant at) {
    held.stations()
        .find(id)
        .flatMap(held.running()::executionOf)
        .ifPresent(execution -> keep(execution, LogLine.printed(at, LogSource.STDOUT, text)));
  }

  void babbled(ChildId id, String evidence) {
    held.stations().find(id).ifPresent(child -> held.end(child, EndReason.PROTOCOL, evidence));
  }

  void gone(ChildId id, ChildExit exit) {
    Station station = held.stations().having(id).orElse(null);
    if (station == null) {
      return;
    }
    Child child = station.pool().find(id).orElseThrow();
    Optional<Execution> inHand = held.running().executionOf(child);
    ProcessUsage before = held.running().usageBefore(child);
    held.running().remove(child);
    inHand.ifPresent(execution -> lost(execution, child, exit, before));
    station.pool().gone(id);
    held.partners().listener().childGone(child, Optional.of(exit), why(child, exit));
    tellHealth(station);
  }

  private void lost(Execution execution, Child child, ChildExit exit, ProcessUsage before) {
    EndReason reason = child.endReason().orElse(null);
    if (reason == EndReason.LEASE_LOST) {
      ends.forget(execution);
    } else if (reason == EndReason.SHUTDOWN) {
      ends.giveBack(execution, child, "the supervisor stopped before it was done");
    } else if (reason == null && tenure.isOver(execution)) {
      // We stood still, and the child left because of that; or Redis is away, and all is unsure.
      tenure.vanished(execution);
    } else if (reason == null && !child.hasBegun()) {
      ends.giveBack(execution, child, child.id() + " left before it began");
    } else {
      ExecutionResult result =
          Verdict.of(execution, child, exit, before, held.partners().time().now());
      ends.conclude(execution, child, result, reason == null || reason == EndReason.PROTOCOL);
    }
  }

  private void ready(Station station, Child child, ChildMessage.Ready message) {
    station.pool().ready(child);
    held.partners().listener().childReady(child, message.startup().toMillis());
    tellHealth(station);
  }

  private void started(Child child, ChildMessage.Started message) {
    if (isInHand(child, message.id())) {
      child.hasStarted();
    }
  }

  private void logged(Child child, ChildMessage.Log message) {
    held.running()
        .executionOf(child)
        .filter(execution -> execution.id().equals(message.id()))
        .ifPresent(execution -> keep(execution, message.line()));
  }

  private void progressed(Child child, ChildMessage.Progress message) {
    held.running()
        .executionOf(child)
        .filter(execution -> execution.id().equals(message.id()))
        .ifPresent(
            execution ->
                journal(
                    execution, new JournalEntry.Progress(message.fraction(), message.message())));
  }

  private void declared(Child child, ChildMessage.Declared message) {
    held.running()
        .executionOf(child)
        .filter(execution -> execution.id().equals(message.id()))
        .ifPresent(
            execution -> {
              execution.declared(message.timeout(), message.maxAttempts());
              deadlines.limitChanged(execution);
            });
  }

  private void signalled(Child child, ChildMessage.Signalled message) {
    held.running()
        .executionOf(child)
        .filter(execution -> execution.id().equals(message.id()))
        .ifPresent(execution -> journal(execution, new JournalEntry.Signal(message.name())));
  }

  private void answered(Station station, Child child, ChildMessage.Result message) {
    ExecutionResult result = message.result();
    if (!isInHand(child, result.id())) {
      held.end(
          child, EndReason.PROTOCOL, "it answered " + result.id() + ", which it was not asked");
      return;
    }
    Execution execution = held.running().executionOf(child).orElseThrow();
    held.running().remove(child);
    station.pool().answered(child, result.usage());
    Instant now = held.partners().time().now();
    execution.dispatchedAt().ifPresent(since -> station.took(Duration.between(since, now)));
    if (message.retiring() != null) {
      station.pool().leaving(child);
    }
    // A failure with a certificate is a lack of memory or stack, of which the child dies.
    ends.conclude(
        execution, child, result, result.status() == Status.FAILED && result.death() != null);
  }

  private void exiting(Child child, ChildMessage.Exiting message) {
    child.exiting(message.stack());
    // The last look at a process that still has its memory.
    child.process().ifPresent(ChildProcess::usage);
  }

  private void goodbye(Station station, Child child, ChildMessage.Goodbye message) {
    child.saidGoodbye(message.reason());
    held.running()
        .executionOf(child)
        .filter(execution -> message.untouched().contains(execution.id()))
        .ifPresent(
            execution -> {
              held.running().remove(child);
              ends.giveBack(execution, child, child.id() + " left before it began");
            });
    station.pool().leaving(child);
  }

  private void tellHealth(Station station) {
    if (station.healthChanged()) {
      ChildPool pool = station.pool();
      held.partners()
          .listener()
          .poolHealth(pool.settings().name(), pool.isHealthy(), pool.failedStarts());
    }
  }

  private void keep(Execution execution, LogLine line) {
    execution.recentLines().add(line);
    journal(execution, new JournalEntry.Log(line));
  }

  private void journal(Execution execution, JournalEntry entry) {
    held.partners()
        .settlement()
        .journal(
            execution.delivery(), execution.attempt().attempt(), entry.masked(execution.mask()));
  }

  private boolean isInHand(Child child, ExecutionId id) {
    return child.inHand().filter(id::equals).isPresent()
        && held.running().executionOf(child).isPresent();
  }

  private static String why(Child child, ChildExit exit) {
    return child
        .endReason()
        .map(
            reason ->
                reason == EndReason.RECYCLED
                    ? "replaced: " + child.dueFor().orElse("")
                    : "ended by the supervisor: " + reason)
        .or(() -> child.goodbye())
        .orElseGet(exit::describe);
  }
}

package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.Heartbeat;
import dev.bifrost.protocol.Heartbeat.ChildEntry;
import dev.bifrost.protocol.Heartbeat.ExecutionEntry;
import dev.bifrost.protocol.Heartbeat.PoolEntry;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.execution.ExecutionState;
import dev.bifrost.supervisor.observe.Vitals;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.pool.ChildPool;
import dev.bifrost.supervisor.pool.ChildState;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.process.ProcessUsage;
import dev.bifrost.supervisor.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Counts what there is: the dispatcher's part of a heartbeat. On the dispatcher thread. */
record Census(Decisions decisions, Time time) {

  Heartbeat take() {
    boolean starting =
        decisions.stations().children().stream()
            .allMatch(child -> child.state() == ChildState.STARTING);
    String status = decisions.drain().isDraining() ? "draining" : starting ? "starting" : "running";
    return new Heartbeat(
        status,
        decisions.stations().all().stream().map(this::pool).toList(),
        decisions.table().count(ExecutionState.RECEIVED)
            + decisions.table().count(ExecutionState.QUEUED));
  }

  /**
   * The same with what watchers want to know besides.
   *
   * @param lag how long the question waited
   */
  Vitals look(Duration lag) {
    Instant now = time.now();
    return new Vitals(
        lag,
        take(),
        decisions.table().size(),
        decisions.table().all().stream()
            .map(execution -> Duration.between(execution.leaseSince(), now))
            .max(Comparator.naturalOrder()));
  }

  private PoolEntry pool(Station station) {
    ChildPool pool = station.pool();
    return new PoolEntry(
        pool.settings().name(),
        pool.settings().min(),
        pool.settings().max(),
        pool.isHealthy(),
        station.waitsForMemory() ? Optional.of("memory") : Optional.empty(),
        pool.children().stream().map(this::child).toList());
  }

  private ChildEntry child(Child child) {
    return new ChildEntry(
        child.id().toString(),
        child.process().map(ChildProcess::pid),
        state(child.state()),
        child.startedAt(),
        child.completed(),
        child.process().map(ChildProcess::usage).flatMap(ProcessUsage::resident),
        decisions.running().executionOf(child).flatMap(this::execution));
  }

  private Optional<ExecutionEntry> execution(Execution execution) {
    return execution
        .dispatchedAt()
        .map(
            since ->
                new ExecutionEntry(
                    execution.id(),
                    since,
                    Duration.between(since, time.now()),
                    execution.timeout()));
  }

  /** The contract knows four states; a child that was told to end drains. */
  private static String state(ChildState state) {
    return switch (state) {
      case STARTING -> "starting";
      case IDLE -> "idle";
      case BUSY -> "busy";
      case DRAINING, ENDING, GONE -> "draining";
    };
  }
}

package dev.bifrost.supervisor.dispatch;

import dev.bifrost.supervisor.admission.Pace;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.execution.ExecutionState;
import dev.bifrost.supervisor.execution.ExecutionTable;
import dev.bifrost.supervisor.intake.Intake;
import dev.bifrost.supervisor.pool.ChildPool;
import java.time.Duration;
import java.util.List;

/** One pool, and the intake that brings it work. Dispatcher thread. */
final class Station {

  private final ChildPool pool;
  private final Intake intake;
  private final Pace pace = new Pace();
  private int granted;
  private boolean watched;
  private boolean healthy = true;
  private boolean waitsForMemory;

  Station(ChildPool pool, Intake intake) {
    this.pool = pool;
    this.intake = intake;
  }

  ChildPool pool() {
    return pool;
  }

  Intake intake() {
    return intake;
  }

  /** Whether this execution runs here. */
  boolean serves(Execution execution) {
    return pool.settings().queues().contains(execution.delivery().queue());
  }

  /** The executions of this pool in this state, in the order of their arrival. */
  List<Execution> in(ExecutionState state, ExecutionTable table) {
    return table.in(state).stream().filter(this::serves).toList();
  }

  /** Whether memory is what its executions wait for. */
  boolean waitsForMemory() {
    return waitsForMemory || pool.lacksMemory();
  }

  /** Whether memory kept an execution back at the last look. */
  void keptBack(boolean byMemory) {
    waitsForMemory = byMemory;
  }

  /** Entries that may still come. */
  int granted() {
    return granted;
  }

  /** Lets the intake take so many more. */
  void grant(int entries) {
    granted += entries;
    intake.grant(entries);
  }

  /** One of its executions took so long. */
  void took(Duration duration) {
    pace.took(duration);
  }

  /** Executions to take although all children are busy, because these will be free in a moment. */
  int ahead() {
    boolean full = pool.busy() + pool.idle() >= pool.settings().max();
    return full ? pace.aheadPerChild() * pool.busy() : 0;
  }

  /** Whether there are as many children as may be, and none is free. */
  boolean isSaturated() {
    return pool.busy() >= pool.settings().max();
  }

  /** Takes the right to watch those that were taken ahead; false if it is taken. */
  boolean watch() {
    boolean free = !watched;
    watched = true;
    return free;
  }

  /** Gives that right back. */
  void watched() {
    watched = false;
  }

  /** So many came. */
  void used(int grants) {
    granted = Math.max(0, granted - grants);
  }

  /** Whether the health of the pool is another one than at the last call. */
  boolean healthChanged() {
    boolean before = healthy;
    healthy = pool.isHealthy();
    return before != healthy;
  }
}

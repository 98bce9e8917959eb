package dev.bifrost.supervisor.execution;

import static com.google.common.base.Preconditions.checkState;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that the supervisor holds; belongs to the dispatcher thread. */
public final class ExecutionTable {

  private final Map<Delivery, Execution> executions = new LinkedHashMap<>();

  /** Takes an execution in. */
  public void add(Execution execution) {
    Execution before = executions.putIfAbsent(execution.delivery(), execution);
    checkState(before == null, "%s is held already", execution.delivery());
  }

  /** The execution of this delivery, unless it was settled meanwhile. */
  public Optional<Execution> find(Delivery delivery) {
    return Optional.ofNullable(executions.get(delivery));
  }

  /** Lets an execution go. */
  public void remove(Execution execution) {
    executions.remove(execution.delivery());
  }

  /** All of them in the order of their arrival; a copy. */
  public List<Execution> all() {
    return new ArrayList<>(executions.values());
  }

  /** Those in this state in the order of their arrival; a copy. */
  public List<Execution> in(ExecutionState state) {
    return executions.values().stream().filter(execution -> execution.state() == state).toList();
  }

  /** How many are in this state. */
  public int count(ExecutionState state) {
    return Math.toIntExact(
        executions.values().stream().filter(execution -> execution.state() == state).count());
  }

  /** Their entries. */
  public Collection<Delivery> deliveries() {
    return List.copyOf(executions.keySet());
  }

  /** How many are held. */
  public int size() {
    return executions.size();
  }

  /** Whether nothing is held. */
  public boolean isEmpty() {
    return executions.isEmpty();
  }
}

package dev.bifrost.supervisor.observe;

import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.process.ChildExit;
import java.util.List;
import java.util.Optional;

/** Tells several listeners in turn. */
record ListenerChain(List<SupervisorListener> listeners) implements SupervisorListener {

  ListenerChain {
    listeners = List.copyOf(listeners);
  }

  @Override
  public void taken(Execution execution) {
    listeners.forEach(listener -> listener.taken(execution));
  }

  @Override
  public void superfluous(Execution execution, String reason) {
    listeners.forEach(listener -> listener.superfluous(execution, reason));
  }

  @Override
  public void setAside(Execution execution, String reason) {
    listeners.forEach(listener -> listener.setAside(execution, reason));
  }

  @Override
  public void rejected(QueueName queue, String reason) {
    listeners.forEach(listener -> listener.rejected(queue, reason));
  }

  @Override
  public void dispatched(Execution execution, Child child) {
    listeners.forEach(listener -> listener.dispatched(execution, child));
  }

  @Override
  public void ended(Execution execution, ExecutionResult result, Disposition disposition) {
    listeners.forEach(listener -> listener.ended(execution, result, disposition));
  }

  @Override
  public void givenBack(Execution execution, String reason) {
    listeners.forEach(listener -> listener.givenBack(execution, reason));
  }

  @Override
  public void settled(Execution execution, boolean late) {
    listeners.forEach(listener -> listener.settled(execution, late));
  }

  @Override
  public void leaseLost(Execution execution, String reason) {
    listeners.forEach(listener -> listener.leaseLost(execution, reason));
  }

  @Override
  public void childReady(Child child, long startupMillis) {
    listeners.forEach(listener -> listener.childReady(child, startupMillis));
  }

  @Override
  public void childEnded(Child child, String reason) {
    listeners.forEach(listener -> listener.childEnded(child, reason));
  }

  @Override
  public void childGone(Child child, Optional<ChildExit> exit, String reason) {
    listeners.forEach(listener -> listener.childGone(child, exit, reason));
  }

  @Override
  public void poolHealth(String pool, boolean healthy, int failedStarts) {
    listeners.forEach(listener -> listener.poolHealth(pool, healthy, failedStarts));
  }

  @Override
  public void availability(Optional<String> trouble) {
    listeners.forEach(listener -> listener.availability(trouble));
  }

  @Override
  public void draining(int held) {
    listeners.forEach(listener -> listener.draining(held));
  }

  @Override
  public void leftBehind(int executions) {
    listeners.forEach(listener -> listener.leftBehind(executions));
  }
}

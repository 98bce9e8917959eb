package dev.bifrost.supervisor.fault;

import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.observe.SupervisorListener;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.process.ChildExit;
import java.util.Optional;

/** Leads through the points that the listener hears of. */
record FaultyListener(Faults faults) implements SupervisorListener {

  @Override
  public void ended(Execution execution, ExecutionResult result, Disposition disposition) {
    faults.at(FaultPoint.RESULT_SENT);
  }

  @Override
  public void childGone(Child child, Optional<ChildExit> exit, String reason) {
    faults.at(FaultPoint.IN_RECYCLE);
  }

  @Override
  public void draining(int held) {
    faults.at(FaultPoint.IN_DRAIN);
  }
}

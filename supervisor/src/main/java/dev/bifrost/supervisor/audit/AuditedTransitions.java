package dev.bifrost.supervisor.audit;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.observe.SupervisorListener;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.process.ChildExit;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.time.Time;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Writes down what the supervisor does by itself, or because somebody asked through Redis. */
public final class AuditedTransitions implements SupervisorListener {

  private static final String ITSELF = "supervisor";

  private final AuditTrail trail;
  private final Time time;

  /** Writes to this trail, by this clock. */
  public AuditedTransitions(AuditTrail trail, Time time) {
    this.trail = trail;
    this.time = time;
  }

  @Override
  public void childReady(Child child, long startupMillis) {
    note("child_started", child.id().toString(), ITSELF, about(child));
  }

  @Override
  public void childGone(Child child, Optional<ChildExit> exit, String reason) {
    Map<String, String> details = about(child);
    details.put("reason", reason);
    exit.ifPresent(end -> details.put("exit", end.describe()));
    details.put("executions", Integer.toString(child.completed()));
    note("child_ended", child.id().toString(), ITSELF, details);
  }

  @Override
  public void ended(Execution execution, ExecutionResult result, Disposition disposition) {
    if (result.status() == Status.CANCELLED) {
      CancelRequest request = execution.cancelRequest().orElse(new CancelRequest("unknown", null));
      Map<String, String> details = new LinkedHashMap<>();
      details.put("queue", execution.delivery().queue().value());
      if (request.reason() != null) {
        details.put("reason", request.reason());
      }
      note("cancelled", execution.id().value(), request.by(), details);
    }
  }

  @Override
  public void draining(int held) {
    note("drain", ITSELF, ITSELF, Map.of("held", Integer.toString(held)));
  }

  private void note(String action, String subject, String by, Map<String, String> details) {
    trail.note(time.now(), action, subject, by, details);
  }

  private static Map<String, String> about(Child child) {
    Map<String, String> details = new LinkedHashMap<>();
    child.process().map(ChildProcess::pid).ifPresent(pid -> details.put("pid", Long.toString(pid)));
    return details;
  }
}

package dev.bifrost.supervisor.dispatch;

import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.process.ChildId;
import dev.bifrost.supervisor.process.ProcessUsage;
import dev.bifrost.supervisor.time.Time.Alarm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which child has which execution, since when, until when; belongs to the dispatcher thread. */
final class Running {

  private final Map<ChildId, Run> runs = new LinkedHashMap<>();

  void add(Execution execution, Child child, ProcessUsage before) {
    runs.put(child.id(), new Run(execution, child, before));
  }

  /** Forgets what the child has, and calls the deadline off. */
  void remove(Child child) {
    Run run = runs.remove(child.id());
    if (run != null && run.alarm != null) {
      run.alarm.cancel();
    }
  }

  /** Sets the deadline of an execution; a new one replaces the old. */
  void alarm(Execution execution, Alarm alarm) {
    for (Run run : runs.values()) {
      if (run.execution == execution) {
        if (run.alarm != null) {
          run.alarm.cancel();
        }
        run.alarm = alarm;
        return;
      }
    }
    alarm.cancel();
  }

  /** Calls the deadline of an execution off. */
  void calm(Execution execution) {
    for (Run run : runs.values()) {
      if (run.execution == execution && run.alarm != null) {
        run.alarm.cancel();
        run.alarm = null;
      }
    }
  }

  Optional<Execution> executionOf(Child child) {
    return Optional.ofNullable(runs.get(child.id())).map(run -> run.execution);
  }

  Optional<Child> childOf(Execution execution) {
    return runs.values().stream()
        .filter(run -> run.execution == execution)
        .map(run -> run.child)
        .findFirst();
  }

  /** All that have a child. */
  List<Execution> executions() {
    return runs.values().stream().map(run -> run.execution).toList();
  }

  ProcessUsage usageBefore(Child child) {
    Run run = runs.get(child.id());
    return run == null ? ProcessUsage.UNKNOWN : run.before;
  }

  private static final class Run {
    private final Execution execution;
    private final Child child;
    private final ProcessUsage before;
    private @Nullable Alarm alarm;

    Run(Execution execution, Child child, ProcessUsage before) {
      this.execution = execution;
      this.child = child;
      this.before = before;
    }
  }
}

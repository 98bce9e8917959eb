package dev.bifrost.supervisor.metrics;

import dev.bifrost.protocol.Death;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.observe.SupervisorListener;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.process.ChildExit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Counts and measures what happens; any thread. */
final class Happenings implements SupervisorListener {

  private final MeterRegistry registry;
  private final Map<QueueName, PerQueue> queues = new ConcurrentHashMap<>();
  private final Timer startups;

  Happenings(MeterRegistry registry) {
    this.registry = registry;
    this.startups =
        Times.timer(registry, "bifrost.child.startup", "Time that children take to start");
  }

  @Override
  public void taken(Execution execution) {
    of(execution).taken.increment();
  }

  @Override
  public void superfluous(Execution execution, String reason) {
    of(execution).superfluous.increment();
  }

  @Override
  public void rejected(QueueName queue, String reason) {
    of(queue).rejected.increment();
  }

  @Override
  public void dispatched(Execution execution, Child child) {
    waited(execution);
  }

  void waited(Execution execution) {
    Beginning.Begun begun = execution.attempt();
    of(execution).waited(Duration.between(begun.submittedAt(), begun.startedAt()));
  }

  @Override
  public void ended(Execution execution, ExecutionResult result, Disposition disposition) {
    PerQueue queue = of(execution);
    if (disposition instanceof Disposition.Retry) {
      queue.retries.increment();
    } else {
      queue.ended(result.status());
    }
    queue.ran(result.duration(), result.usage());
    Death death = result.death();
    if (death != null) {
      Counter.builder("bifrost.deaths")
          .description("Abnormal ends")
          .tags("cause", death.cause().wireName())
          .register(registry)
          .increment();
    }
  }

  @Override
  public void settled(Execution execution, boolean late) {
    if (late) {
      of(execution).late.increment();
    }
  }

  @Override
  public void givenBack(Execution execution, String reason) {
    of(execution).givenBack.increment();
  }

  @Override
  public void leaseLost(Execution execution, String reason) {
    of(execution).leasesLost.increment();
  }

  @Override
  public void childReady(Child child, long startupMillis) {
    started(Duration.ofMillis(startupMillis));
  }

  void started(Duration startup) {
    startups.record(startup);
  }

  @Override
  public void childGone(Child child, Optional<ChildExit> exit, String reason) {
    Counter.builder("bifrost.children.gone")
        .description("Children whose process has ended, by who ended it")
        .tags("ended_by", child.endReason().isPresent() ? "supervisor" : "itself")
        .register(registry)
        .increment();
  }

  private PerQueue of(Execution execution) {
    return of(execution.delivery().queue());
  }

  private PerQueue of(QueueName queue) {
    return queues.computeIfAbsent(queue, name -> new PerQueue(registry, name.value()));
  }
}

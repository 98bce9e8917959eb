package dev.bifrost.supervisor.metrics;

import dev.bifrost.protocol.Death;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.ResourceUsage;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.observe.SupervisorListener;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.process.ChildExit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;

/** Counts and measures what happens; any thread. */
final class Happenings implements SupervisorListener {

  private static final Duration[] TIMES = {
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(30),
    Duration.ofHours(2)
  };
  private static final double MEBIBYTE = 1 << 20;
  private static final double[] SIZES = {
    64 * MEBIBYTE,
    128 * MEBIBYTE,
    256 * MEBIBYTE,
    512 * MEBIBYTE,
    1024 * MEBIBYTE,
    2048 * MEBIBYTE,
    4096 * MEBIBYTE,
    16384 * MEBIBYTE
  };

  private final MeterRegistry registry;

  Happenings(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void taken(Execution execution) {
    count("bifrost.executions.taken", "Executions taken from queues", "queue", queue(execution));
  }

  @Override
  public void superfluous(Execution execution, String reason) {
    count(
        "bifrost.entries.superfluous",
        "Entries dropped because their execution had its result or ran for another entry",
        "queue",
        queue(execution));
  }

  @Override
  public void rejected(QueueName queue, String reason) {
    count("bifrost.entries.rejected", "Entries that are no execution", "queue", queue.value());
  }

  @Override
  public void dispatched(Execution execution, Child child) {
    waited(execution);
  }

  void waited(Execution execution) {
    Beginning.Begun begun = execution.attempt();
    time(
        "bifrost.execution.wait",
        "Time from the first entry into the queue to the start of the attempt",
        Duration.between(begun.submittedAt(), begun.startedAt()),
        "queue",
        queue(execution));
  }

  @Override
  public void ended(Execution execution, ExecutionResult result, Disposition disposition) {
    String queue = queue(execution);
    if (disposition instanceof Disposition.Retry) {
      count("bifrost.execution.retries", "Attempts that are followed by another", "queue", queue);
    } else {
      count(
          "bifrost.executions",
          "Executions that have ended",
          "queue",
          queue,
          "status",
          result.status().wireName());
    }
    time("bifrost.execution.run", "Time that attempts ran", result.duration(), "queue", queue);
    used(result.usage(), queue);
    Death death = result.death();
    if (death != null) {
      count("bifrost.deaths", "Abnormal ends", "cause", death.cause().wireName());
    }
  }

  @Override
  public void settled(Execution execution, boolean late) {
    if (late) {
      count(
          "bifrost.results.late",
          "Ends that came after another attempt's",
          "queue",
          queue(execution));
    }
  }

  @Override
  public void givenBack(Execution execution, String reason) {
    count(
        "bifrost.executions.given.back",
        "Executions that went back as they were",
        "queue",
        queue(execution));
  }

  @Override
  public void leaseLost(Execution execution, String reason) {
    count(
        "bifrost.leases.lost",
        "Leases that ended while an execution was held",
        "queue",
        queue(execution));
  }

  @Override
  public void childReady(Child child, long startupMillis) {
    started(Duration.ofMillis(startupMillis));
  }

  void started(Duration startup) {
    time("bifrost.child.startup", "Time that children take to start", startup);
  }

  @Override
  public void childGone(Child child, Optional<ChildExit> exit, String reason) {
    count(
        "bifrost.children.gone",
        "Children whose process has ended, by whether we ended it",
        "ended_by",
        child.endReason().isPresent() ? "supervisor" : "itself");
  }

  private void used(ResourceUsage usage, String queue) {
    if (usage.cpuTotal() != null) {
      time("bifrost.execution.cpu", "Processor time of attempts", usage.cpuTotal(), "queue", queue);
    }
    if (usage.peakMemory() != null) {
      DistributionSummary.builder("bifrost.execution.peak.memory")
          .description("Peak resident memory of the child while an attempt ran")
          .baseUnit("bytes")
          .serviceLevelObjectives(SIZES)
          .tags("queue", queue)
          .register(registry)
          .record(usage.peakMemory().bytes());
    }
  }

  private void count(String name, String meaning, String... labels) {
    Counter.builder(name).description(meaning).tags(labels).register(registry).increment();
  }

  private void time(String name, String meaning, Duration duration, String... labels) {
    Timer.builder(name)
        .description(meaning)
        .serviceLevelObjectives(TIMES)
        .tags(labels)
        .register(registry)
        .record(duration.isNegative() ? Duration.ZERO : duration);
  }

  private static String queue(Execution execution) {
    return execution.delivery().queue().value();
  }
}

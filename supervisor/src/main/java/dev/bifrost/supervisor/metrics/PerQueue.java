package dev.bifrost.supervisor.metrics;

import dev.bifrost.protocol.ResourceUsage;
import dev.bifrost.protocol.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The numbers of one queue, looked up once: the dispatcher passes here several times for each
 * execution. Any thread.
 */
final class PerQueue {

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

  final Counter taken;
  final Counter superfluous;
  final Counter rejected;
  final Counter retries;
  final Counter late;
  final Counter givenBack;
  final Counter leasesLost;
  private final Map<Status, Counter> ends = new EnumMap<>(Status.class);
  private final Timer wait;
  private final Timer run;
  private final Timer cpu;
  private final DistributionSummary memory;

  PerQueue(MeterRegistry registry, String queue) {
    taken = counter(registry, "bifrost.executions.taken", "Executions taken from queues", queue);
    superfluous =
        counter(
            registry,
            "bifrost.entries.superfluous",
            "Entries dropped because their execution had its result or ran for another entry",
            queue);
    rejected =
        counter(registry, "bifrost.entries.rejected", "Entries that are no execution", queue);
    retries =
        counter(
            registry, "bifrost.execution.retries", "Attempts that are followed by another", queue);
    late =
        counter(registry, "bifrost.results.late", "Ends that came after another attempt's", queue);
    givenBack =
        counter(
            registry,
            "bifrost.executions.given.back",
            "Executions that went back as they were",
            queue);
    leasesLost =
        counter(
            registry,
            "bifrost.leases.lost",
            "Leases that ended while an execution was held",
            queue);
    for (Status status : Status.values()) {
      if (status.isTerminal()) {
        ends.put(
            status,
            Counter.builder("bifrost.executions")
                .description("Executions that have ended")
                .tags("queue", queue, "status", status.wireName())
                .register(registry));
      }
    }
    wait =
        Times.timer(
            registry,
            "bifrost.execution.wait",
            "Time from the first entry into the queue to the start of the attempt",
            "queue",
            queue);
    run = Times.timer(registry, "bifrost.execution.run", "Time that attempts ran", "queue", queue);
    cpu =
        Times.timer(
            registry, "bifrost.execution.cpu", "Processor time of attempts", "queue", queue);
    memory =
        DistributionSummary.builder("bifrost.execution.peak.memory")
            .description("Peak resident memory of the child while an attempt ran")
            .baseUnit("bytes")
            .serviceLevelObjectives(SIZES)
            .tags("queue", queue)
            .register(registry);
  }

  void ended(Status status) {
    Counter counter = ends.get(status);
    if (counter != null) {
      counter.increment();
    }
  }

  void waited(Duration duration) {
    wait.record(duration.isNegative() ? Duration.ZERO : duration);
  }

  void ran(Duration duration, ResourceUsage usage) {
    run.record(duration);
    if (usage.cpuTotal() != null) {
      cpu.record(usage.cpuTotal());
    }
    if (usage.peakMemory() != null) {
      memory.record((double) usage.peakMemory().bytes());
    }
  }

  private static Counter counter(
      MeterRegistry registry, String name, String meaning, String queue) {
    return Counter.builder(name).description(meaning).tags("queue", queue).register(registry);
  }
}

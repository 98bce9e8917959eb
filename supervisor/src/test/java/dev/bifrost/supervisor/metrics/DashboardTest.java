package dev.bifrost.supervisor.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.Death;
import dev.bifrost.protocol.DeathCause;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.ExecutionResult.Failure;
import dev.bifrost.protocol.Heartbeat;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.ResourceUsage;
import dev.bifrost.protocol.RetryRules;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.observe.Vitals;
import dev.bifrost.supervisor.testing.ManualTime;
import dev.bifrost.supervisor.testing.RedisExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dashboard and alert rules ask for nothing that the supervisor does not tell. */
class DashboardTest {

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final Pattern NAME = Pattern.compile("\\bbifrost_[a-z_]+\\b");
  private static final Path GRAFANA = Path.of("..", "scripts", "grafana");

  private final ManualTime time = new ManualTime();

  @Test
  void everyNameInDashboardAndAlertsIsThere() throws Exception {
    Set<String> told = namesIn(scrapeAfterEverythingHappened());

    for (String file : List.of("dashboard.json", "alerts.yaml")) {
      TreeSet<String> unknown = new TreeSet<>(namesIn(Files.readString(GRAFANA.resolve(file))));
      assertTrue(!unknown.isEmpty(), file);
      unknown.removeAll(told);
      assertEquals(Set.of(), unknown, file);
    }
  }

  @Test
  void whatHappensIsCountedByQueueAndStatus() throws Exception {
    String numbers = scrapeAfterEverythingHappened();

    for (String line :
        List.of(
            "bifrost_executions_total{queue=\"default\",status=\"Failed\"} 1.0",
            "bifrost_deaths_total{cause=\"heap_oom\"} 1.0",
            "bifrost_execution_retries_total{queue=\"default\"} 1.0",
            "bifrost_execution_run_seconds_count{queue=\"default\"} 2",
            "bifrost_execution_cpu_seconds_sum{queue=\"default\"} 4.0",
            "bifrost_execution_peak_memory_bytes_bucket{queue=\"default\",le=\"1.34217728E8\"} 2",
            "bifrost_execution_wait_seconds_sum{queue=\"default\"} 3.0")) {
      assertTrue(numbers.contains(line + "\n"), line + " is missing in\n" + numbers);
    }
  }

  private String scrapeAfterEverythingHappened() throws Exception {
    Metrics metrics = new Metrics(time, "test");
    Happenings listener = metrics.happenings();
    Execution execution =
        new Execution(new Delivery(new ExecutionId("x"), QueueName.DEFAULT, "1-0"), Instant.EPOCH);
    execution.begun(
        new Beginning.Begun(
            1,
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(3),
            Beginning.Tally.NONE,
            new Beginning.Terms.Runnable(
                Optional.empty(),
                new RetryRules(null, null, null, null, null, RetryRules.OnCrash.RETRY, null))));
    ExecutionResult failed =
        ExecutionResult.failed(execution.id(), Status.FAILED, new Failure("It died.", "X"))
            .withUsage(
                new ResourceUsage(
                    null,
                    null,
                    Duration.ofSeconds(2),
                    ByteSize.ofMebibytes(100),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null));
    ExecutionResult died =
        failed.withDeath(
            new Death(
                DeathCause.HEAP_OOM, null, null, "The heap was exhausted.", null, null, null));
    listener.taken(execution);
    listener.waited(execution);
    listener.ended(
        execution, failed, new Disposition.Retry(failed, Beginning.Tally.NONE, Duration.ZERO));
    listener.ended(execution, died, new Disposition.Finish(died, true));
    listener.settled(execution, true);
    listener.leaseLost(execution, "test");
    listener.started(Duration.ofMillis(300));
    return metrics
        .scrape(
            () ->
                CompletableFuture.completedFuture(
                    new Vitals(
                        Duration.ZERO,
                        new Heartbeat(
                            "running",
                            List.of(
                                new Heartbeat.PoolEntry(
                                    "default", 1, 1, true, Optional.empty(), List.of())),
                            0),
                        0,
                        Optional.empty())),
            REDIS.link(),
            List.of(QueueName.DEFAULT))
        .toCompletableFuture()
        .join();
  }

  private static Set<String> namesIn(String text) throws IOException {
    return NAME.matcher(text).results().map(found -> found.group()).collect(Collectors.toSet());
  }
}

package dev.bifrost.supervisor.metrics;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.QueueDepth;
import dev.bifrost.supervisor.client.Queues;
import dev.bifrost.supervisor.observe.SupervisorListener;
import dev.bifrost.supervisor.observe.Vitals;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.time.Time;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** All numbers of this supervisor; any thread. Nothing is looked at while nobody asks. */
public final class Metrics {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Happenings happenings = new Happenings(registry);
  private final Standings standings = new Standings(registry);
  private final Time time;

  /**
   * Numbers that are all zero.
   *
   * @param version that of the running code
   */
  public Metrics(Time time, String version) {
    this.time = time;
    Gauge.builder("bifrost.supervisor.info", () -> 1)
        .description("1, with the version of the running code")
        .tags("version", version)
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Hears what is to be counted. */
  public SupervisorListener listener() {
    return happenings;
  }

  Happenings happenings() {
    return happenings;
  }

  /** Looks at everything and writes all numbers as Prometheus reads them. */
  public CompletionStage<String> scrape(
      Vitals.Source vitals, RedisLink link, List<QueueName> queues) {
    Instant asked = time.now();
    CompletableFuture<Optional<Vitals>> dispatcher =
        vitals
            .look()
            .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .thenApply(Optional::of)
            .exceptionally(late -> Optional.empty());
    CompletableFuture<Optional<Duration>> roundTrip =
        link.time()
            .thenApply(answer -> Optional.of(Duration.between(asked, time.now())))
            .exceptionally(failure -> Optional.empty())
            .toCompletableFuture();
    CompletableFuture<List<QueueDepth>> depths =
        new Queues(link)
            .depths(queues)
            .thenApply(all -> all.stream().filter(depth -> queues.contains(depth.queue())).toList())
            .exceptionally(failure -> List.of())
            .toCompletableFuture();
    return CompletableFuture.allOf(dispatcher, roundTrip, depths)
        .thenApply(all -> write(dispatcher.join(), roundTrip.join(), depths.join()));
  }

  private synchronized String write(
      Optional<Vitals> vitals, Optional<Duration> roundTrip, List<QueueDepth> depths) {
    standings.dispatcher(vitals);
    standings.redis(roundTrip, depths);
    return registry.scrape();
  }
}

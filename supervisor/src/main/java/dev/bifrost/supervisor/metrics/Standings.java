package dev.bifrost.supervisor.metrics;

import dev.bifrost.protocol.Heartbeat.ChildEntry;
import dev.bifrost.protocol.Heartbeat.PoolEntry;
import dev.bifrost.supervisor.client.QueueDepth;
import dev.bifrost.supervisor.observe.Vitals;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** How things stand, as it was looked at last. One caller at a time. */
final class Standings {

  private static final List<String> STATES = List.of("starting", "idle", "busy", "draining");

  private final MeterRegistry registry;
  private final Map<String, MultiGauge> gauges = new LinkedHashMap<>();

  Standings(MeterRegistry registry) {
    this.registry = registry;
  }

  /** What the dispatcher says; nothing of it is shown if it says nothing. */
  void dispatcher(Optional<Vitals> vitals) {
    List<PoolEntry> pools = vitals.map(v -> v.census().pools()).orElse(List.of());
    set("bifrost.dispatcher.up", "1 if the dispatcher answers", one(vitals.isPresent() ? 1 : 0));
    set(
        "bifrost.dispatcher.lag.seconds",
        "Time that a question waited behind other news",
        optional(vitals.map(v -> seconds(v.lag()))));
    set(
        "bifrost.executions.held",
        "Executions that are held",
        optional(vitals.map(v -> (double) v.held())));
    set(
        "bifrost.executions.without.child",
        "Executions that are held and wait for a child",
        optional(vitals.map(v -> (double) v.census().waiting())));
    set(
        "bifrost.lease.age.seconds",
        "Time since the renewal of the lease that was renewed longest ago; 0 if none is held",
        optional(vitals.map(v -> v.oldestLease().map(Standings::seconds).orElse(0.0))));
    set(
        "bifrost.children",
        "Children by state",
        pools.stream().flatMap(Standings::states).toList());
    set("bifrost.children.max", "Children at most", each(pools, PoolEntry::max));
    set(
        "bifrost.pool.healthy",
        "1 if children of the pool can be started",
        each(pools, pool -> pool.healthy() ? 1 : 0));
    set(
        "bifrost.children.resident.bytes",
        "Resident memory of all children of the pool",
        each(pools, Standings::resident));
  }

  /** What Redis says; nothing of it is shown if it says nothing. */
  void redis(Optional<Duration> roundTrip, List<QueueDepth> queues) {
    set("bifrost.redis.up", "1 if Redis answers", one(roundTrip.isPresent() ? 1 : 0));
    set(
        "bifrost.redis.round.trip.seconds",
        "Time that Redis took to answer",
        optional(roundTrip.map(Standings::seconds)));
    set(
        "bifrost.queue.depth",
        "Executions that stand in the queue: waiting, taken, held_back, scheduled, dead",
        queues.stream().flatMap(Standings::depths).toList());
    set(
        "bifrost.queue.oldest.age.seconds",
        "Time for which the oldest execution has waited that nobody has taken; 0 if none waits",
        queues.stream()
            .<Row<?>>map(
                queue ->
                    row(
                        queue.oldestAge().map(Standings::seconds).orElse(0.0),
                        "queue",
                        queue.queue().value()))
            .toList());
  }

  private void set(String name, String meaning, List<Row<?>> rows) {
    gauges
        .computeIfAbsent(
            name, any -> MultiGauge.builder(name).description(meaning).register(registry))
        .register(new ArrayList<>(rows), true);
  }

  private static Stream<Row<?>> states(PoolEntry pool) {
    return STATES.stream()
        .<Row<?>>map(state -> row(count(pool, state), "pool", pool.name(), "state", state));
  }

  private static Stream<Row<?>> depths(QueueDepth depth) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    numbers.put("waiting", depth.waiting());
    numbers.put("taken", depth.taken());
    numbers.put("held_back", depth.held());
    numbers.put("scheduled", depth.scheduled());
    numbers.put("dead", depth.dead());
    return numbers.entrySet().stream()
        .<Row<?>>map(
            number ->
                row(number.getValue(), "queue", depth.queue().value(), "state", number.getKey()));
  }

  private static double count(PoolEntry pool, String state) {
    return (double) pool.children().stream().filter(child -> child.state().equals(state)).count();
  }

  private static double resident(PoolEntry pool) {
    return pool.children().stream()
        .map(ChildEntry::resident)
        .flatMap(Optional::stream)
        .mapToDouble(size -> (double) size.bytes())
        .sum();
  }

  private static List<Row<?>> each(List<PoolEntry> pools, ToDoubleFunction<PoolEntry> value) {
    return pools.stream()
        .<Row<?>>map(pool -> row(value.applyAsDouble(pool), "pool", pool.name()))
        .toList();
  }

  private static List<Row<?>> one(double value) {
    return List.of(row(value));
  }

  private static List<Row<?>> optional(Optional<Double> value) {
    return value.<List<Row<?>>>map(number -> List.of(row(number))).orElse(List.of());
  }

  private static Row<?> row(double value, String... labels) {
    return Row.of(Tags.of(labels), value);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}

package dev.bifrost.supervisor.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Durations, counted by how long they are. */
final class Times {

  private static final Duration[] BOUNDS = {
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

  private Times() {}

  static Timer timer(MeterRegistry registry, String name, String meaning, String... labels) {
    return Timer.builder(name)
        .description(meaning)
        .serviceLevelObjectives(BOUNDS)
        .tags(labels)
        .register(registry);
  }
}

package dev.bifrost.supervisor.http;

import dev.bifrost.protocol.Json;
import dev.bifrost.supervisor.observe.Pulse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Whether this supervisor lives, and whether it can take work. */
final class HealthRoutes {

  private static final Duration LIVE_WITHIN = Duration.ofSeconds(5);

  private final Pulse pulse;

  HealthRoutes(Pulse pulse) {
    this.pulse = pulse;
  }

  List<Route> all() {
    return List.of(Route.get("/health/live", this::live));
  }

  private CompletionStage<Answer> live(Request request) {
    return pulse
        .beat()
        .orTimeout(LIVE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .<Answer>thenApply(
            lag ->
                Answer.json(
                    Json.object().put("status", "up").put("dispatcher_lag_ms", lag.toMillis())))
        .exceptionally(
            late ->
                Answer.json(
                    503,
                    Json.object()
                        .put("status", "down")
                        .put("reason", "The dispatcher has not answered for 5 s")));
  }
}

package dev.bifrost.supervisor.http;

import java.util.List;
import java.util.Map;

/** Numbers for Prometheus. */
final class MetricsRoutes {

  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Subjects subjects;

  MetricsRoutes(Subjects subjects) {
    this.subjects = subjects;
  }

  List<Route> all() {
    return List.of(
        Route.get(
            "/metrics",
            request ->
                subjects
                    .metrics()
                    .scrape(subjects.vitals(), subjects.link(), subjects.queues())
                    .thenApply(text -> new Answer.Whole(200, TYPE, text, Map.of()))));
  }
}

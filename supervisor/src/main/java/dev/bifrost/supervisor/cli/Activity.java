package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.client.Supervisors;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What supervisors do at this moment.
 *
 * @param heartbeats their last ones
 * @param progress what running executions report of themselves, 0 to 1, by ID
 * @param now what time it is at Redis
 */
record Activity(List<ObjectNode> heartbeats, Map<String, Double> progress, Instant now) {

  /** One child of one pool of one supervisor. */
  record ChildEntry(JsonNode supervisor, JsonNode pool, JsonNode child) {

    JsonNode execution() {
      return child.path("execution");
    }

    /** What it runs; empty if nothing, or if the heartbeat is not one of ours. */
    Optional<ExecutionId> executionId() {
      try {
        return Optional.of(new ExecutionId(execution().path("execution_id").asString("")));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  /** Looks. */
  static Activity read(Client client) {
    List<ObjectNode> heartbeats = client.answer(new Supervisors(client.link()).heartbeats());
    Map<String, CompletionStage<Optional<Double>>> asked = new HashMap<>();
    children(heartbeats)
        .flatMap(entry -> entry.executionId().stream())
        .forEach(id -> asked.put(id.value(), progress(client, id)));
    Map<String, Double> progress = new HashMap<>();
    asked.forEach((id, answer) -> client.answer(answer).ifPresent(f -> progress.put(id, f)));
    return new Activity(heartbeats, progress, client.now());
  }

  Stream<ChildEntry> children() {
    return children(heartbeats);
  }

  /** For how long it has run by now, not by the time of the heartbeat; empty if that is unknown. */
  Optional<Duration> elapsed(JsonNode execution) {
    try {
      Duration since =
          Duration.between(Instant.parse(execution.path("started_at").asString("")), now);
      return Optional.of(since.isNegative() ? Duration.ZERO : since);
    } catch (DateTimeException e) {
      JsonNode told = execution.path("elapsed_ms");
      return told.isNumber()
          ? Optional.of(Duration.ofMillis(told.asLong()))
          : Optional.<Duration>empty();
    }
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Stream<ChildEntry> children(List<ObjectNode> heartbeats) {
    return heartbeats.stream()
        .flatMap(
            supervisor ->
                elements(supervisor.path("pools"))
                    .flatMap(
                        pool ->
                            elements(pool.path("children"))
                                .map(child -> new ChildEntry(supervisor, pool, child))));
  }

  private static CompletionStage<Optional<Double>> progress(Client client, ExecutionId id) {
    return client
        .link()
        .commands()
        .hget(client.keys().state(id), "progress")
        .thenApply(text -> Optional.ofNullable(text).flatMap(Activity::fraction));
  }

  private static Optional<Double> fraction(String text) {
    try {
      return Optional.of(Double.parseDouble(text)).filter(Double::isFinite);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

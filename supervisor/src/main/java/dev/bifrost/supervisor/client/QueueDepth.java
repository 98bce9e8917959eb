package dev.bifrost.supervisor.client;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.QueueName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * How much stands in one queue at this moment.
 *
 * @param waiting entries that nobody has taken
 * @param taken entries that a supervisor holds
 * @param held executions that wait for others to end
 * @param scheduled executions that are due later
 * @param nextDue when the next of those is due
 * @param dead dead letters
 * @param control what operators changed of it
 * @param oldestAge for how long the oldest of {@code waiting} has stood there; empty if none does
 */
public record QueueDepth(
    QueueName queue,
    long waiting,
    long taken,
    long held,
    long scheduled,
    Optional<Instant> nextDue,
    long dead,
    QueueControl control,
    Optional<Duration> oldestAge) {

  /** As commands and routes show it. */
  public ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("queue", queue.value())
            .put("waiting", waiting)
            .put("taken", taken)
            .put("held_back", held)
            .put("scheduled", scheduled)
            .put("next_due_at", nextDue.map(Json::time).orElse(null))
            .put("dead", dead);
    json.put("oldest_age_ms", oldestAge.map(Duration::toMillis).orElse(null));
    return control.addTo(json);
  }
}

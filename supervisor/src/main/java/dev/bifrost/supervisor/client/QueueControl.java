package dev.bifrost.supervisor.client;

import dev.bifrost.protocol.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What operators changed of a queue at run time, as it stands in Redis.
 *
 * @param paused whether nothing is taken
 * @param by who paused it
 * @param reason why
 * @param at when, as it is written
 * @param limits max_jobs, rate and burst, those that are set
 */
public record QueueControl(
    boolean paused,
    Optional<String> by,
    Optional<String> reason,
    Optional<String> at,
    Map<String, String> limits) {

  /** Copies the map. */
  public QueueControl {
    limits = Map.copyOf(limits);
  }

  static QueueControl of(Map<String, String> fields) {
    String paused = fields.getOrDefault(QueueControls.PAUSED, "");
    Map<String, String> limits = new HashMap<>();
    for (QueueLimit limit : QueueLimit.values()) {
      String value = fields.get(limit.field());
      if (value != null) {
        limits.put(limit.field(), value);
      }
    }
    return new QueueControl(
        !paused.isEmpty() && !paused.equals("false") && !paused.equals("0"),
        Optional.ofNullable(fields.get(QueueControls.PAUSED_BY)),
        Optional.ofNullable(fields.get(QueueControls.PAUSED_REASON)),
        Optional.ofNullable(fields.get(QueueControls.PAUSED_AT)),
        limits);
  }

  /** Adds what commands and routes show of it. */
  ObjectNode addTo(ObjectNode json) {
    json.put("paused", paused);
    if (paused) {
      json.put("paused_by", by.orElse(null));
      json.put("paused_reason", reason.orElse(null));
      json.put("paused_at", at.orElse(null));
    }
    limits.forEach(json::put);
    return json;
  }

  /** The same as an object of its own. */
  public ObjectNode toJson() {
    return addTo(Json.object());
  }

  /** For people: {@code paused by anna, max_jobs 4}; empty if nothing is set. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    if (paused) {
      text.append("paused by ").append(by.orElse("unknown"));
      reason.ifPresent(why -> text.append(": ").append(why));
    }
    for (QueueLimit limit : QueueLimit.values()) {
      String value = limits.get(limit.field());
      if (value != null) {
        text.append(text.isEmpty() ? "" : ", ").append(limit.option()).append(' ').append(value);
      }
    }
    return text.toString();
  }
}

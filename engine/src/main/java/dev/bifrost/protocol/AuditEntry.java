package dev.bifrost.protocol;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * One thing that was done, as the audit keeps it.
 *
 * @param at when
 * @param source who wrote it down: a supervisor's ID, or {@code command-line}
 * @param action what was done, such as {@code cancel} or {@code child_ended}
 * @param subject to what: an execution, a queue, a child, the supervisor itself
 * @param by who did it; the supervisor's own name for what it did by itself
 * @param details what else is to be known, by name; no secrets
 */
public record AuditEntry(
    Instant at,
    String source,
    String action,
    String subject,
    String by,
    Map<String, String> details) {

  /** Copies the map. */
  public AuditEntry {
    details = Map.copyOf(details);
  }

  /** The fields of an entry of the audit's stream. */
  public Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("at", Json.time(at));
    fields.put("source", source);
    fields.put("action", action);
    fields.put("subject", subject);
    fields.put("by", by);
    details.forEach(fields::putIfAbsent);
    return fields;
  }

  /** One line of the audit's file. */
  public JsonText toJson() {
    ObjectNode json = Json.object();
    fields().forEach(json::put);
    return JsonText.of(json);
  }
}

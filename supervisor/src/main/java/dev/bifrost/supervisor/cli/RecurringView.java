package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.protocol.Recurring;
import dev.bifrost.supervisor.recurring.RecurringEntry;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recurring execution for people and programs.
 *
 * @param entry as Redis has it
 * @param now what time it is at Redis
 */
record RecurringView(RecurringEntry entry, Instant now) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx");
  private static final int UPCOMING = 5;

  /** A due time on the clocks that it means. */
  static String time(Instant time, ZoneId zone) {
    return TIME.format(time.atZone(zone));
  }

  /** Its status: one word. */
  String status() {
    if (entry.problem().isPresent()) {
      return "broken";
    }
    return entry.paused() ? "paused" : "active";
  }

  /** Its definition; empty if that cannot be read. */
  Optional<Recurring> definition() {
    try {
      return Optional.of(Recurring.parse(entry.definition()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What stands in one line of a table. */
  String[] cells() {
    Optional<Recurring> definition = definition();
    return new String[] {
      Plain.text(entry.name()),
      status(),
      definition.map(Recurring::cron).map(Plain::text).orElse("-"),
      definition.map(found -> found.zone().getId()).orElse("-"),
      entry.next(now, 1).stream()
          .findFirst()
          .map(next -> time(next, definition.orElseThrow().zone()))
          .orElse("-"),
      entry.last().map(Plain::text).orElse("-"),
      entry.problem().map(Plain::text).orElse("")
    };
  }

  /** Everything, for programs. */
  ObjectNode json() {
    ObjectNode json = Json.object().put("name", entry.name()).put("status", status());
    json.put("error", entry.problem().orElse(null));
    ArrayNode next = json.putArray("next_due_at");
    entry.next(now, UPCOMING).forEach(time -> next.add(Json.time(time)));
    json.put("last_execution_id", entry.last().orElse(null));
    json.put("sent", entry.counts().sent());
    json.put("skipped", entry.counts().skipped());
    json.put("missed", entry.counts().missed());
    try {
      json.set("definition", Json.read(entry.definition()));
    } catch (MalformedJsonException e) {
      json.put("definition", entry.definition());
    }
    return json;
  }
}

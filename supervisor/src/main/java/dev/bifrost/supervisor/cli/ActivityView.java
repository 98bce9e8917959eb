package dev.bifrost.supervisor.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What supervisors do, for people: three tables.
 *
 * @param activity what was seen
 */
record ActivityView(Activity activity) {

  private static final String NONE = "-";
  // A supervisor ID is a UUID: so much of it tells a handful apart.
  private static final int SHORT_ID = 8;

  List<String> lines() {
    if (activity.heartbeats().isEmpty()) {
      return List.of("No supervisor is running. \"bifrost serve\" starts one.");
    }
    List<String> lines = new ArrayList<>(supervisors().lines());
    lines.add("");
    lines.addAll(pools().lines());
    lines.add("");
    lines.addAll(children().lines());
    return lines;
  }

  private Table supervisors() {
    Table table =
        new Table("SUPERVISOR", "HOST", "PID", "STATUS", "QUEUES", "CHILDREN", "DONE", "FAILED");
    for (ObjectNode heartbeat : activity.heartbeats()) {
      JsonNode counters = heartbeat.path("counters");
      table.row(
          text(heartbeat, "supervisor_id"),
          text(heartbeat, "hostname"),
          text(heartbeat, "pid"),
          text(heartbeat, "status"),
          String.join(
              ",", Activity.elements(heartbeat.path("queues")).map(JsonNode::asString).toList()),
          String.valueOf(
              Activity.elements(heartbeat.path("pools"))
                  .mapToInt(pool -> pool.path("children").size())
                  .sum()),
          text(counters, "succeeded"),
          String.valueOf(
              counters.path("failed").asLong(0)
                  + counters.path("timed_out").asLong(0)
                  + counters.path("crashed").asLong(0)));
    }
    return table;
  }

  private Table pools() {
    Table table = new Table("POOL", "SUPERVISOR", "BUSY", "IDLE", "OTHER", "MIN", "MAX", "HEALTH");
    for (ObjectNode heartbeat : activity.heartbeats()) {
      for (JsonNode pool : heartbeat.path("pools")) {
        long busy = inState(pool, "busy");
        long idle = inState(pool, "idle");
        table.row(
            text(pool, "name"),
            shortId(heartbeat),
            String.valueOf(busy),
            String.valueOf(idle),
            String.valueOf(pool.path("children").size() - busy - idle),
            text(pool, "min"),
            text(pool, "max"),
            pool.path("healthy").asBoolean(true) ? "good" : "children do not start");
      }
    }
    return table;
  }

  private Table children() {
    Table table =
        new Table(
            "CHILD PID",
            "SUPERVISOR",
            "POOL",
            "STATE",
            "MEMORY",
            "DONE",
            "RUNS",
            "FOR",
            "PROGRESS");
    activity.children().forEach(entry -> child(table, entry));
    return table;
  }

  private void child(Table table, Activity.ChildEntry entry) {
    JsonNode memory = entry.child().path("rss_bytes");
    Double progress = activity.progress().get(entry.execution().path("execution_id").asString(""));
    table.row(
        text(entry.child(), "pid"),
        shortId(entry.supervisor()),
        text(entry.pool(), "name"),
        text(entry.child(), "state"),
        memory.isNumber() ? Plain.size(memory.asLong()) : NONE,
        text(entry.child(), "executions_completed"),
        text(entry.execution(), "execution_id"),
        elapsed(entry.execution()),
        progress == null ? NONE : String.format(Locale.ROOT, "%.0f %%", progress * 100));
  }

  private String elapsed(JsonNode execution) {
    String told = activity.elapsed(execution).map(Plain::duration).orElse(NONE);
    JsonNode limit = execution.path("timeout_seconds");
    return limit.isNumber() && limit.asDouble() > 0
        ? told + " of " + Plain.exact(Duration.ofMillis((long) (limit.asDouble() * 1000)))
        : told;
  }

  private static long inState(JsonNode pool, String state) {
    return Activity.elements(pool.path("children"))
        .filter(child -> child.path("state").asString("").equals(state))
        .count();
  }

  private static String shortId(JsonNode supervisor) {
    String id = text(supervisor, "supervisor_id");
    return id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isMissingNode() || value.isNull() ? NONE : Plain.text(value.asString(NONE));
  }
}

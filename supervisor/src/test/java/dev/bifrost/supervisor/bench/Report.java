package dev.bifrost.supervisor.bench;

import dev.bifrost.protocol.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All that was measured, as a table and as JSON. */
final class Report {

  private static final String LINE = "%-38s %10s  %-17s %-12s %8s  %-14s %s%n";

  private final Map<String, List<Row>> sections = new LinkedHashMap<>();

  void add(String section, List<Row> rows) {
    sections.put(section, List.copyOf(rows));
  }

  String table() {
    StringBuilder table = new StringBuilder();
    table.append(LINE.formatted("what", "median", "spread", "unit", "× floor", "goal", ""));
    sections.forEach(
        (name, rows) -> {
          table.append(name).append('\n');
          rows.forEach(
              row ->
                  table.append(
                      LINE.formatted(
                          "  " + row.what(),
                          Row.number(row.median()),
                          row.spread(),
                          row.unit(),
                          row.ratio().map(Row::number).orElse(""),
                          row.goal().map(Row.Goal::text).orElse(""),
                          row.reached().map(yes -> yes ? "reached" : "MISSED").orElse(""))));
        });
    return table.toString();
  }

  String json() {
    ObjectNode report = Json.object();
    report.put("java", System.getProperty("java.version"));
    report.put("processors", Runtime.getRuntime().availableProcessors());
    ArrayNode all = report.putArray("rows");
    sections.forEach((name, rows) -> rows.forEach(row -> write(all.addObject(), name, row)));
    return report.toString();
  }

  private static void write(ObjectNode node, String section, Row row) {
    node.put("section", section).put("what", row.what()).put("unit", row.unit());
    node.put("median", row.median());
    ArrayNode values = node.putArray("values");
    row.values().forEach(values::add);
    row.ratio().ifPresent(ratio -> node.put("ratio_to_floor", ratio));
    row.goal().ifPresent(goal -> node.put("goal", goal.text()));
    row.reached().ifPresent(reached -> node.put("reached", reached));
  }
}

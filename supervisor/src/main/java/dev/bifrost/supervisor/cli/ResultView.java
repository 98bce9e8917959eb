package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A result for people: what it is, what it cost, what came out, and why it failed.
 *
 * @param result as it stands in Redis
 * @param palette colours
 */
record ResultView(ObjectNode result, Palette palette) {

  private static final int LAST_LOGS = 10;
  private static final int FIELD = 12;

  /** Whether the execution came to a good end, with or without errors of its own. */
  boolean success() {
    return result.path("success").asBoolean(false);
  }

  /** The exit code that says how the execution ended. */
  ExitCode exitCode() {
    return success() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** One line: ID, status, what it cost. */
  String summary() {
    List<String> costs = new ArrayList<>();
    costs.add(Plain.duration(Duration.ofMillis(result.path("duration_ms").asLong(0))));
    JsonNode metrics = result.path("metrics");
    if (metrics.path("cpu_total_seconds").isNumber()) {
      costs.add("CPU " + Plain.seconds(metrics.path("cpu_total_seconds").asDouble()));
    }
    if (metrics.path("peak_memory_bytes").isNumber()) {
      costs.add("peak memory " + Plain.size(metrics.path("peak_memory_bytes").asLong()));
    }
    return palette.bold(text("execution_id"))
        + "  "
        + palette.status(text("status"))
        + "  "
        + String.join(", ", costs);
  }

  /** Everything that a person wants to see. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(summary());
    if (!result.path("error").isNull() && !result.path("error").isMissingNode()) {
      field(lines, "error", palette.red(text("error_type")) + ": " + text("error"));
    }
    if (result.path("death").isObject()) {
      death(lines, result.path("death"));
    }
    if (!result.path("result").isNull() && !result.path("result").isMissingNode()) {
      field(
          lines,
          "result",
          Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(result.path("result")));
    }
    for (JsonNode warning : result.path("warnings")) {
      field(lines, "warning", palette.yellow(warning.asString()));
    }
    logs(lines);
    return lines;
  }

  private void death(List<String> lines, JsonNode death) {
    field(lines, "death", death.path("cause").asString("") + ": " + plain(death.path("message")));
    if (death.path("exit_code").isNumber()) {
      field(lines, "exit code", death.path("exit_code").toString());
    }
    if (death.path("signal").isString()) {
      field(lines, "signal", plain(death.path("signal")));
    }
    if (death.path("last_output").isString() && !death.path("last_output").asString().isBlank()) {
      field(lines, "last output", plain(death.path("last_output")).strip());
    }
  }

  private void logs(List<String> lines) {
    JsonNode logs = result.path("logs");
    int first = Math.max(0, logs.size() - LAST_LOGS);
    if (first > 0 || result.path("logs_truncated").asBoolean(false)) {
      field(lines, "logs", palette.faint("the last " + (logs.size() - first) + " lines"));
    }
    for (int line = first; line < logs.size(); line++) {
      field(lines, line == first && first == 0 ? "logs" : "", LogView.line(logs.get(line)));
    }
  }

  /** A field name in its column; further lines of the text stand below its first. */
  private void field(List<String> lines, String name, String text) {
    String indent = " ".repeat(FIELD + 2);
    String label = "  " + name + " ".repeat(Math.max(1, FIELD - name.length()));
    lines.add(label + text.strip().replace("\n", "\n" + indent));
  }

  private String text(String field) {
    return plain(result.path(field));
  }

  private static String plain(JsonNode value) {
    return Plain.text(value.asString(""));
  }
}

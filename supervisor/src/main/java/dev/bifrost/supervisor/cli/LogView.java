package dev.bifrost.supervisor.cli;

import tools.jackson.databind.JsonNode;

/** A log line of an execution for people. */
final class LogView {

  private LogView() {}

  /** Time, level, logger and message, as far as the line has them. */
  static String line(JsonNode line) {
    String logger = text(line, "logger");
    String shortName = logger.substring(logger.lastIndexOf('.') + 1);
    return String.join(" ", text(line, "timestamp"), level(line), shortName + ":")
        + " "
        + text(line, "message").stripTrailing();
  }

  private static String level(JsonNode line) {
    String level = text(line, "level");
    return level + " ".repeat(Math.max(0, 5 - level.length()));
  }

  private static String text(JsonNode line, String field) {
    return Plain.text(line.path(field).asString(""));
  }
}

package dev.bifrost.protocol;

import java.time.Instant;
import java.util.Objects;

/**
 * One line of an execution's log.
 *
 * @param timestamp when it was written, in the child's time
 * @param level {@code TRACE}, {@code DEBUG}, {@code INFO}, {@code WARN} or {@code ERROR}
 * @param logger the logger's name; {@code stdout} or {@code stderr} for printed text
 * @param message the text, with the stack trace where there is one
 * @param source the way by which it came
 */
public record LogLine(
    Instant timestamp, String level, String logger, String message, LogSource source) {

  /** Checks that nothing is missing. */
  public LogLine {
    Objects.requireNonNull(timestamp, "timestamp");
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(logger, "logger");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(source, "source");
  }

  /** A printed line; what came over standard error counts as a warning, nothing more. */
  public static LogLine printed(Instant timestamp, LogSource source, String text) {
    String level = source == LogSource.STDERR ? "WARN" : "INFO";
    return new LogLine(timestamp, level, source.wireName(), text, source);
  }
}

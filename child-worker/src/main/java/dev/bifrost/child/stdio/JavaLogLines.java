package dev.bifrost.child.stdio;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** Takes what is logged through {@code java.util.logging}, and so through {@code System.Logger}. */
final class JavaLogLines extends Handler {

  private static final Formatter TEXT = new SimpleFormatter();

  private final LoggedLines lines;

  JavaLogLines(LoggedLines lines) {
    this.lines = lines;
  }

  @Override
  public void publish(LogRecord record) {
    if (record == null || !isLoggable(record)) {
      return;
    }
    Throwable thrown = record.getThrown();
    String logger = record.getLoggerName();
    lines.log(
        record.getInstant(),
        level(record.getLevel()),
        logger == null || logger.isEmpty() ? "root" : logger,
        String.valueOf(TEXT.formatMessage(record)),
        thrown == null ? null : ChildLog.stack(thrown));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  private static String level(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARNING.intValue()) {
      return "WARN";
    }
    if (value >= Level.INFO.intValue()) {
      return "INFO";
    }
    return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
  }
}

package dev.bifrost.child.stdio;

import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.LogSource;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Parts what the child's own code and libraries log from what user code logs. Own is what comes
 * from an own logger on a thread that is not the workflow's: a workflow may well use a Netty of its
 * own.
 */
final class LoggedLines {

  private static final List<String> OWN =
      List.of("dev.bifrost.child", "dev.bifrost.engine", "io.lettuce", "io.netty", "reactor");

  private final LineSink lines;
  private final @Nullable ChildLog own;
  private final BooleanSupplier fromWorkflow;

  /** Where only the workflow's threads are listened to, and so nothing is the child's own. */
  LoggedLines(LineSink lines, BooleanSupplier fromWorkflow) {
    this.lines = lines;
    this.own = null;
    this.fromWorkflow = fromWorkflow;
  }

  LoggedLines(LineSink lines, ChildLog own, BooleanSupplier fromWorkflow) {
    this.lines = lines;
    this.own = own;
    this.fromWorkflow = fromWorkflow;
  }

  /**
   * Takes one event.
   *
   * @param level a level of SLF4J
   * @param thrown appended with its stack
   */
  void log(Instant time, String level, String logger, String text, @Nullable String thrown) {
    String message = thrown == null ? text : text + "\n" + thrown;
    if (own != null && isOwn(logger) && !fromWorkflow.getAsBoolean()) {
      if (level.equals("WARN") || level.equals("ERROR")) {
        own.write(level, logger, message);
      }
      return;
    }
    lines.accept(new LogLine(time, level, logger, message, LogSource.LOG));
  }

  private static boolean isOwn(String logger) {
    return OWN.stream().anyMatch(name -> logger.startsWith(name) && isWhole(logger, name.length()));
  }

  private static boolean isWhole(String logger, int end) {
    return logger.length() == end || logger.charAt(end) == '.';
  }
}

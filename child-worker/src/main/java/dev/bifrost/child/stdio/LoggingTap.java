package dev.bifrost.child.stdio;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/**
 * Stands before the logging of a process that is shared with others: what a workflow's threads log
 * is taken, everything else goes on to the appenders and handlers that were there. Where SLF4J is
 * not bound to Logback, its part is left alone.
 */
final class LoggingTap implements AutoCloseable {

  private final BooleanSupplier fromWorkflow;
  private final LogbackLines slf4j;
  private final JavaLogLines javaLog;
  private final List<Runnable> undo = new ArrayList<>();

  LoggingTap(LineSink lines, BooleanSupplier fromWorkflow) {
    LoggedLines logged = new LoggedLines(lines, fromWorkflow);
    this.fromWorkflow = fromWorkflow;
    this.slf4j = new LogbackLines(logged);
    this.javaLog = new JavaLogLines(logged);
  }

  synchronized void open() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      tap(context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME), context);
    }
    tap(LogManager.getLogManager().getLogger(""));
  }

  @Override
  public synchronized void close() {
    undo.forEach(Runnable::run);
    undo.clear();
  }

  private void tap(Logger root, LoggerContext context) {
    List<Appender<ILoggingEvent>> others = new ArrayList<>();
    root.iteratorForAppenders().forEachRemaining(others::add);
    Appender<ILoggingEvent> tap =
        new UnsynchronizedAppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (fromWorkflow.getAsBoolean()) {
              slf4j.append(event);
            } else {
              others.forEach(other -> other.doAppend(event));
            }
          }
        };
    tap.setContext(context);
    tap.start();
    root.addAppender(tap);
    others.forEach(root::detachAppender);
    undo.add(
        () -> {
          others.forEach(root::addAppender);
          root.detachAppender(tap);
        });
  }

  private void tap(java.util.logging.Logger root) {
    List<Handler> others = List.of(root.getHandlers());
    Handler tap =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            if (fromWorkflow.getAsBoolean()) {
              javaLog.publish(record);
            } else {
              others.forEach(other -> other.publish(record));
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    root.addHandler(tap);
    others.forEach(root::removeHandler);
    undo.add(
        () -> {
          others.forEach(root::addHandler);
          root.removeHandler(tap);
        });
  }
}

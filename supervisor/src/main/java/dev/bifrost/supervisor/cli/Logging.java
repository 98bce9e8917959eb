package dev.bifrost.supervisor.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.bifrost.supervisor.config.LogLevel;
import org.slf4j.LoggerFactory;

/** Sets up Logback: lines for people, on standard error. Called on the main thread, once each. */
final class Logging {

  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - %replace(%msg){'[\\r\\n]+','\\n  '}"
          + "%replace( {%mdc}){' \\{\\}',''}%n%ex";

  private Logging() {}

  /** For commands that speak for themselves: libraries have nothing to add. */
  static void quiet() {
    context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
  }

  /** For the service. */
  static void toStandardError(LogLevel level) {
    LoggerContext context = context();
    context.reset();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.toLevel(level.name()));
    // Their reconnects and epoll searches are told by us, once, as a change of state.
    context.getLogger("io.lettuce").setLevel(Level.WARN);
    context.getLogger("io.netty").setLevel(Level.WARN);
  }

  /** Another level for the service, while it runs. */
  static void level(LogLevel level) {
    context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.toLevel(level.name()));
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}

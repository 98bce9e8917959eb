package dev.bifrost.supervisor.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.bifrost.supervisor.audit.AuditTrail;
import dev.bifrost.supervisor.config.LogFormat;
import dev.bifrost.supervisor.config.LogLevel;
import dev.bifrost.supervisor.config.Settings;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Sets up Logback, on the main thread, once each. */
final class Logging {

  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - %replace(%msg){'[\\r\\n]+','\\n  '}"
          + "%replace( {%mdc}){' \\{\\}',''}%n%ex";
  private static final String CHILDREN = "dev.bifrost.child";

  private Logging() {}

  /** For commands that speak for themselves: libraries have nothing to add. */
  static void quiet() {
    context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
  }

  /**
   * For the service: everything on standard error; the supervisor's own lines also in {@code
   * worker_<name>.log} and what children say in {@code worker_<name>_children.log}; the audit
   * beside the state.
   */
  static void forService(Settings.Service service) {
    LoggerContext context = context();
    context.reset();
    Settings.Logs logs = service.faces().logs();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(logs.level().name()));
    Logger children = context.getLogger(CHILDREN);
    children.setAdditive(false);
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setTarget("System.err");
    start(console, lines(logs.format()));
    root.addAppender(console);
    children.addAppender(console);
    if (logs.fileSize().bytes() > 0) {
      String name = "worker_" + service.name().replaceAll("[^A-Za-z0-9._-]", "_");
      root.addAppender(rolling(logs, name));
      children.addAppender(rolling(logs, name + "_children"));
    }
    Logger audit = context.getLogger(AuditTrail.LOGGER);
    audit.setAdditive(false);
    audit.setLevel(Level.INFO);
    audit.addAppender(audit(service.stateDirectory()));
    // Their reconnects and epoll searches are told by us, once, as a change of state.
    context.getLogger("io.lettuce").setLevel(Level.WARN);
    context.getLogger("io.netty").setLevel(Level.WARN);
  }

  /** Another level for the service, while it runs. */
  static void level(LogLevel level) {
    context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.toLevel(level.name()));
  }

  private static FileAppender<ILoggingEvent> audit(Path stateDirectory) {
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setFile(stateDirectory.resolve("audit.jsonl").toString());
    start(appender, pattern("%msg%n"));
    return appender;
  }

  /** The current file and, numbered, the full ones before it. */
  private static RollingFileAppender<ILoggingEvent> rolling(Settings.Logs logs, String name) {
    String path = logs.directory().resolve(name).toString();
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setFile(path + ".log");
    FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
    window.setContext(context());
    window.setParent(appender);
    window.setFileNamePattern(path.replace("%", "\\%") + ".%i.log");
    window.setMinIndex(1);
    window.setMaxIndex(logs.files());
    window.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> full = new SizeBasedTriggeringPolicy<>();
    full.setContext(context());
    full.setMaxFileSize(new FileSize(logs.fileSize().bytes()));
    full.setCheckIncrement(Duration.buildBySeconds(1));
    full.start();
    appender.setRollingPolicy(window);
    appender.setTriggeringPolicy(full);
    start(appender, lines(logs.format()));
    return appender;
  }

  private static Encoder<ILoggingEvent> lines(LogFormat format) {
    return switch (format) {
      case TEXT -> pattern(PATTERN);
      case JSON -> new JsonLogEncoder();
    };
  }

  private static Encoder<ILoggingEvent> pattern(String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern(pattern);
    return encoder;
  }

  private static void start(
      OutputStreamAppender<ILoggingEvent> appender, Encoder<ILoggingEvent> encoder) {
    encoder.setContext(context());
    encoder.start();
    appender.setContext(context());
    appender.setEncoder(encoder);
    appender.start();
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}

package dev.bifrost.child.stdio;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Configures Logback in a child process, in code: to look for and parse XML would cost a tenth of
 * the start. Where nobody {@linkplain #use announced} a child, as in the JVM of a workflow author's
 * tests, it leaves Logback to its other configurators. Logback finds it as a service.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogbackConfigurator extends ContextAwareBase implements Configurator {

  private static final AtomicReference<@Nullable LoggedLines> ANNOUNCED = new AtomicReference<>();

  /** For Logback. */
  public LogbackConfigurator() {}

  /** Says where lines go; before anything asks for a logger. */
  static void use(LoggedLines lines) {
    ANNOUNCED.set(lines);
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    LoggedLines lines = ANNOUNCED.get();
    if (lines == null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    LogbackLines appender = new LogbackLines(lines);
    appender.setContext(context);
    appender.setName("bifrost");
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(appender);
    // Nothing below is ever shown, so nothing below is worth being formatted.
    context.getLogger("io.lettuce").setLevel(Level.WARN);
    context.getLogger("io.netty").setLevel(Level.WARN);
    context.getLogger("reactor").setLevel(Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}

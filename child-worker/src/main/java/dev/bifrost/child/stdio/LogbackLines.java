package dev.bifrost.child.stdio;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/** Takes what is logged through SLF4J. */
final class LogbackLines extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private final LoggedLines lines;

  LogbackLines(LoggedLines lines) {
    this.lines = lines;
  }

  @Override
  protected void append(ILoggingEvent event) {
    String thrown =
        event.getThrowableProxy() == null
            ? null
            : ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing();
    lines.log(
        event.getInstant(),
        event.getLevel().toString(),
        event.getLoggerName(),
        event.getFormattedMessage(),
        thrown);
  }
}

package dev.bifrost.supervisor.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** What the running process logs; any thread. */
public final class LogLevels {

  private static final Logger log = (Logger) LoggerFactory.getLogger(LogLevels.class);

  private LogLevels() {}

  /**
   * Changes the least level that is logged; holds until it is changed again or the process ends.
   *
   * @return the level until now
   */
  public static org.slf4j.event.Level change(org.slf4j.event.Level level) {
    Logger root = log.getLoggerContext().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    org.slf4j.event.Level before =
        org.slf4j.event.Level.valueOf(root.getEffectiveLevel().toString());
    root.setLevel(Level.convertAnSLF4JLevel(level));
    log.info("The least level that is logged is {} now; it was {}", level, before);
    return before;
  }
}

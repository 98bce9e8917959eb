package dev.bifrost.supervisor.audit;

import dev.bifrost.protocol.AuditEntry;
import dev.bifrost.supervisor.redis.RedisLink;
import io.lettuce.core.XAddArgs;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what was done. The file is for good; the stream, which all supervisors and the
 * command line share, keeps about the last ten thousand entries, and misses what was done while
 * Redis was away. Any thread.
 */
public final class AuditTrail {

  /** The logger whose lines are the file. */
  public static final String LOGGER = "dev.bifrost.audit";

  private static final Logger file = LoggerFactory.getLogger(LOGGER);
  private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);
  private static final int ENTRIES = 10_000;

  private final RedisLink link;
  private final String source;

  /**
   * @param source who writes: a supervisor's ID, or {@code command-line}
   */
  public AuditTrail(RedisLink link, String source) {
    this.link = link;
    this.source = source;
  }

  /** Writes down what was done now, by the clock of Redis. */
  public void note(String action, String subject, String by, Map<String, String> details) {
    Object unused =
        link.time()
            .whenComplete(
                (now, failure) -> {
                  if (failure == null) {
                    note(now, action, subject, by, details);
                  } else {
                    log.warn("{} of {} by {} is not in the audit", action, subject, by, failure);
                  }
                });
  }

  /** Writes down what was done at this time. */
  public void note(
      Instant at, String action, String subject, String by, Map<String, String> details) {
    AuditEntry entry = new AuditEntry(at, source, action, subject, by, details);
    file.info("{}", entry.toJson().text());
    try {
      Object unused =
          link.commands()
              .xadd(
                  link.keys().audit(),
                  XAddArgs.Builder.maxlen(ENTRIES).approximateTrimming(),
                  entry.fields())
              .whenComplete(
                  (id, failure) -> {
                    if (failure != null) {
                      log.debug("{} is in the file of the audit alone", entry, failure);
                    }
                  });
    } catch (RuntimeException e) {
      // A closed link throws in the call.
      log.debug("{} is in the file of the audit alone", entry, e);
    }
  }
}

package dev.bifrost.supervisor.settlement;

import dev.bifrost.supervisor.redis.RedisLink;
import io.lettuce.core.XAddArgs;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream on which everything that starts and ends can be watched. Best effort: what Redis does
 * not take at once is not written, because no decision hangs on it. Never blocks and never fails.
 */
final class EventsStream {

  private static final Logger log = LoggerFactory.getLogger(EventsStream.class);

  private final RedisLink link;
  private final String supervisorId;
  private final int entries;

  EventsStream(RedisLink link, String supervisorId, int entries) {
    this.link = link;
    this.supervisorId = supervisorId;
    this.entries = entries;
  }

  /** Adds an event with fields of its own. */
  void add(String type, Map<String, String> fields) {
    Map<String, String> entry = new LinkedHashMap<>();
    entry.put("type", type);
    entry.put("supervisor_id", supervisorId);
    entry.putAll(fields);
    try {
      link.commands()
          .xadd(link.keys().events(), XAddArgs.Builder.maxlen(entries).approximateTrimming(), entry)
          .whenComplete(
              (id, failure) -> {
                if (failure != null) {
                  log.debug("The event {} was not written", type, failure);
                }
              });
    } catch (RuntimeException e) {
      // A closed link throws in the call.
      log.debug("The event {} was not written", type, e);
    }
  }
}

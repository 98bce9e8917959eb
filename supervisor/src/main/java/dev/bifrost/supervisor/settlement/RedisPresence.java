package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.JsonText;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisTrouble;
import dev.bifrost.supervisor.redis.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registration in Redis, which ends by itself where it is not renewed. A renewal that Redis
 * does not take is not repeated: the next one comes soon.
 */
public final class RedisPresence implements Presence {

  private static final Logger log = LoggerFactory.getLogger(RedisPresence.class);
  private static final Script ANNOUNCE = Script.load("announce");
  private static final int EVENT_ENTRIES = SettlementSettings.DEFAULT.eventEntries();

  private final RedisLink link;
  private final String supervisorId;
  private final Duration lifetime;
  private final EventsStream events;
  private final AtomicBoolean known = new AtomicBoolean();
  private final AtomicBoolean troubled = new AtomicBoolean();
  private final AtomicBoolean withdrawn = new AtomicBoolean();

  /**
   * A registration that is not there yet.
   *
   * @param lifetime how long one announcement holds; by contract 15 s
   */
  public RedisPresence(RedisLink link, String supervisorId, Duration lifetime) {
    this.link = link;
    this.supervisorId = supervisorId;
    this.lifetime = lifetime;
    this.events = new EventsStream(link, supervisorId, EVENT_ENTRIES);
  }

  @Override
  public void announce(JsonText heartbeat) {
    if (withdrawn.get()) {
      return;
    }
    link.run(
            ANNOUNCE,
            List.of(link.keys().supervisor(supervisorId)),
            List.of(heartbeat.text(), Long.toString(lifetime.toMillis())))
        .whenComplete(
            (written, failure) -> {
              if (failure == null) {
                announced();
              } else {
                failed(failure);
              }
            });
  }

  @Override
  public CompletionStage<Void> withdraw() {
    if (withdrawn.getAndSet(true)) {
      return CompletableFuture.completedStage(null);
    }
    // Before the deletion, so that its answer means that both were tried.
    events.add("supervisor_stopped", Map.of());
    try {
      return link.commands()
          .del(link.keys().supervisor(supervisorId))
          .handle(
              (deleted, failure) -> {
                if (failure != null) {
                  failed(failure);
                }
                return null;
              });
    } catch (RuntimeException e) {
      // A closed link throws in the call; the registration ends by itself.
      failed(e);
      return CompletableFuture.completedStage(null);
    }
  }

  private void announced() {
    if (!known.getAndSet(true)) {
      events.add("supervisor_started", Map.of());
    }
    if (troubled.getAndSet(false)) {
      log.info("Supervisor {} is registered again.", supervisorId);
    }
  }

  private void failed(Throwable failure) {
    if (!troubled.getAndSet(true)) {
      log.warn(
          "Supervisor {} cannot renew its registration: {}. It goes on and tries again.",
          supervisorId,
          RedisTrouble.of(failure).reason());
    }
  }
}

package dev.bifrost.supervisor.gate;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeyDigest;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.Script;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit breakers, shared by all supervisors through Redis: who sees a crash counts it there.
 * Which are not closed is known here, at most one look of the patrol late, so that all other code
 * runs without a question. A breaker is open for its pause; then half-open, and lets through one
 * execution at a time until one ends without a crash; that closes it.
 */
final class Breakers {

  private static final Logger log = LoggerFactory.getLogger(Breakers.class);
  private static final Script CRASH = Script.load("crash");
  private static final Script PROBE = Script.load("probe");
  private static final Script PROBED = Script.load("probed");

  private final RedisLink link;
  private final BreakerSettings settings;
  private final Set<KeyDigest> suspects = ConcurrentHashMap.newKeySet();

  Breakers(RedisLink link, BreakerSettings settings) {
    this.link = link;
    this.settings = settings;
  }

  /** Whether any breaker may not be closed, so that code has to be looked at. */
  boolean suspectAny() {
    return !suspects.isEmpty();
  }

  /** Whether an execution of this code may run now. */
  CompletionStage<Passage> ask(ExecutionId id, KeyDigest fingerprint) {
    if (!suspects.contains(fingerprint)) {
      return CompletableFuture.completedStage(Passage.FREE);
    }
    return link.run(
            PROBE,
            List.of(link.keys().breaker(fingerprint)),
            List.of(id.value(), Long.toString(settings.pause().toMillis())))
        .thenCompose(
            reply -> {
              if (reply.text(0).equals("closed")) {
                return closed(fingerprint).thenApply(done -> Passage.FREE);
              }
              if (reply.text(0).equals("probe")) {
                log.info("Execution {} tries whether its code still crashes.", id);
                return CompletableFuture.completedStage(Passage.FREE);
              }
              return CompletableFuture.completedStage(refusal(reply.number(1)));
            });
  }

  private Passage refusal(long millis) {
    return new Passage.Later(
        Duration.ofMillis(millis),
        "Its code crashed its child "
            + settings.crashes()
            + " times within "
            + settings.within().toSeconds()
            + " s; nothing of it runs before a trial succeeds.");
  }

  /** Counts a crash of this code. */
  CompletionStage<Void> crashed(ExecutionId id, int attempt, KeyDigest fingerprint) {
    if (settings.crashes() == 0) {
      return CompletableFuture.completedStage(null);
    }
    return link.run(
            CRASH,
            keys(fingerprint),
            List.of(
                id + "/" + attempt,
                Integer.toString(settings.crashes()),
                Long.toString(settings.within().toMillis()),
                Long.toString(settings.pause().toMillis())))
        .thenCompose(
            reply -> {
              if (reply.text(0).equals("closed")) {
                return CompletableFuture.<Void>completedStage(null);
              }
              if (suspects.add(fingerprint)) {
                log.error(
                    "The code of execution {} crashes its children over and over: it is paused for"
                        + " {} s, and all other code runs on.",
                    id,
                    settings.pause().toSeconds());
              }
              return link.commands()
                  .sadd(link.keys().breakers(), fingerprint.value())
                  .thenApply(added -> null);
            });
  }

  /**
   * An execution of this code has ended without a crash.
   *
   * @param well whether that shows that the code is well again
   */
  CompletionStage<Void> ended(ExecutionId id, KeyDigest fingerprint, boolean well) {
    if (!suspects.contains(fingerprint)) {
      return CompletableFuture.completedStage(null);
    }
    return link.run(PROBED, keys(fingerprint), List.of(id.value(), well ? "well" : ""))
        .thenCompose(
            reply ->
                reply.text(0).equals("closed")
                    ? closed(fingerprint)
                    : CompletableFuture.completedStage(null));
  }

  /** Learns which breakers are not closed. */
  CompletionStage<Void> refresh() {
    return link.commands()
        .smembers(link.keys().breakers())
        .thenAccept(
            found -> {
              Set<KeyDigest> now =
                  found.stream().map(KeyDigest::new).collect(Collectors.toUnmodifiableSet());
              suspects.retainAll(now);
              suspects.addAll(now);
            });
  }

  private CompletionStage<Void> closed(KeyDigest fingerprint) {
    if (suspects.remove(fingerprint)) {
      log.info("Code that was paused because it crashed runs again.");
    }
    return link.commands()
        .srem(link.keys().breakers(), fingerprint.value())
        .thenApply(removed -> null);
  }

  private List<String> keys(KeyDigest fingerprint) {
    return List.of(link.keys().crashes(fingerprint), link.keys().breaker(fingerprint));
  }
}

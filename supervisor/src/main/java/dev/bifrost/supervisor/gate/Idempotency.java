package dev.bifrost.supervisor.gate;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeyDigest;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.Script;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The idempotency keys in Redis; every step fails as Redis does and is safe to repeat. The protocol
 * is the package's.
 */
final class Idempotency {

  private static final Script CLAIM = Script.load("claim");
  private static final Script FOLLOW = Script.load("follow");

  /** Longer than anything waits or runs; the end of the first one shortens it. */
  private static final Duration UNFINISHED = Duration.ofDays(30);

  private final RedisLink link;
  private final Front front;

  Idempotency(RedisLink link, Front front) {
    this.link = link;
    this.front = front;
  }

  /** Finds out whether this is the first with its key. */
  CompletionStage<Passage> ask(Delivery delivery, KeyDigest key) {
    return ask(delivery, key, "");
  }

  private CompletionStage<Passage> ask(Delivery delivery, KeyDigest key, String gone) {
    return link.run(
            CLAIM,
            List.of(link.keys().idempotency(key)),
            List.of(delivery.id().value(), gone, Long.toString(UNFINISHED.toMillis())))
        .thenCompose(
            reply -> {
              ExecutionId first = new ExecutionId(reply.text(0));
              return first.equals(delivery.id())
                  ? CompletableFuture.<Passage>completedStage(Passage.FREE)
                  : follow(delivery, key, first);
            });
  }

  private CompletionStage<Passage> follow(Delivery delivery, KeyDigest key, ExecutionId first) {
    KeySpace keys = link.keys();
    return link.run(
            FOLLOW,
            List.of(
                keys.context(first), keys.state(first), keys.result(first), keys.followers(first)),
            List.of(delivery.queue().value() + ":" + delivery.id().value()))
        .thenCompose(
            reply ->
                switch (reply.text(0)) {
                  case "result" ->
                      CompletableFuture.completedStage(new Passage.Answered(first, reply.text(1)));
                  case "gone" -> ask(delivery, key, first.value());
                  default ->
                      CompletableFuture.completedStage(
                          new Passage.Waits(
                              WaitsFor.IDEMPOTENCY_KEY,
                              "",
                              "It waits for the result of execution "
                                  + first
                                  + ", which has the same idempotency key."));
                });
  }

  /** The first with this key has ended: the key lives as long as the result. */
  CompletionStage<?> ended(KeyDigest key, Duration resultLifetime) {
    return link.commands().pexpire(link.keys().idempotency(key), resultLifetime.toMillis());
  }

  /** Lets all begin that waited for the result of this execution. */
  CompletionStage<Void> tellFollowers(ExecutionId first) {
    String key = link.keys().followers(first);
    return link.commands()
        .zrange(key, 0, -1)
        .thenCompose(
            followers ->
                followers.isEmpty()
                    ? CompletableFuture.completedStage(null)
                    : front
                        .addAll(followers)
                        .thenCompose(
                            told -> link.commands().zrem(key, followers.toArray(String[]::new)))
                        .thenApply(removed -> null));
  }
}

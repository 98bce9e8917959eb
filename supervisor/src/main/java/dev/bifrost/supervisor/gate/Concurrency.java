package dev.bifrost.supervisor.gate;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeyDigest;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The concurrency keys in Redis; every step fails as Redis does and is safe to repeat. The protocol
 * is the package's.
 */
final class Concurrency {

  private static final Script ACQUIRE = Script.load("acquire");
  private static final Script HOLD = Script.load("hold");
  private static final Script HAND_ON = Script.load("handon");

  private final RedisLink link;
  private final Front front;
  private final String hold;
  private final List<QueueName> served;

  /**
   * @param hold how long a hold lasts without renewal; the lease
   * @param served the queues that this supervisor serves: for these it keeps promises
   */
  Concurrency(RedisLink link, Front front, Duration hold, List<QueueName> served) {
    this.link = link;
    this.front = front;
    this.hold = Long.toString(hold.toMillis());
    this.served = List.copyOf(served);
  }

  /**
   * One execution and the key that it needs.
   *
   * @param limit how many may hold the key when this one takes it
   */
  record Claim(ExecutionId id, QueueName queue, KeyDigest key, int limit) {

    /** How the waiters' sorted set spells it. */
    String member() {
      return limit + ":" + queue.value() + ":" + id.value();
    }
  }

  /** Takes the key; false if the execution waits for it now. */
  CompletionStage<Boolean> acquire(Claim claim) {
    return link.run(
            ACQUIRE,
            keys(claim.key()),
            List.of(claim.id().value(), claim.member(), Integer.toString(claim.limit()), hold))
        .thenCompose(
            reply ->
                switch (reply.text(0)) {
                  case "held" -> CompletableFuture.completedStage(true);
                  case "stalled" ->
                      known(claim.key())
                          .thenCompose(known -> handOn(claim.key(), "", ""))
                          .thenApply(done -> false);
                  default -> known(claim.key()).thenApply(known -> false);
                });
  }

  /** Holds the key longer. */
  CompletionStage<?> renew(Claim claim) {
    return link.run(
        HOLD,
        List.of(link.keys().holders(claim.key())),
        List.of(claim.id().value(), Integer.toString(claim.limit()), hold));
  }

  /** Frees the key, and lets the next have it. */
  CompletionStage<Void> release(Claim claim) {
    return handOn(claim.key(), claim.id().value(), "");
  }

  /**
   * Neither holds nor waits for it any more.
   *
   * @param as how the waiters' sorted set spells it
   */
  CompletionStage<Void> leave(KeyDigest key, ExecutionId id, String as) {
    return handOn(key, id.value(), as);
  }

  /** Promises to waiters what is free, and forgets the key where nobody waits. */
  CompletionStage<Void> lookAfter(KeyDigest key) {
    return handOn(key, "", "");
  }

  // The patrol finds the keys by this set; it may name too many, never too few for long.
  private CompletionStage<Long> known(KeyDigest key) {
    return link.commands().sadd(link.keys().concurrency(), key.value());
  }

  private CompletionStage<Void> handOn(KeyDigest key, String leaves, String as) {
    List<String> arguments = new ArrayList<>(List.of(hold, leaves, as));
    served.forEach(queue -> arguments.add(queue.value()));
    return link.run(HAND_ON, keys(key), arguments)
        .thenCompose(
            reply -> reply.number(0) == 0 ? forget(key) : front.addAll(reply.array(1).texts()));
  }

  private CompletionStage<Void> forget(KeyDigest key) {
    KeySpace keys = link.keys();
    return link.commands()
        .srem(keys.concurrency(), key.value())
        .thenCompose(removed -> link.commands().exists(keys.waiters(key)))
        // Somebody may have come between the two looks.
        .thenCompose(waiters -> waiters == 0 ? CompletableFuture.completedStage(0L) : known(key))
        .thenApply(done -> null);
  }

  private List<String> keys(KeyDigest key) {
    return List.of(link.keys().holders(key), link.keys().waiters(key));
  }
}

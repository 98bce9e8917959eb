package dev.bifrost.supervisor.health;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.QueueDepth;
import dev.bifrost.supervisor.client.Queues;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisTrouble;
import dev.bifrost.supervisor.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Redis, and the queues in it. */
final class RedisCheck {

  private static final Duration SLOW = Duration.ofMillis(500);
  private static final Duration LONG_WAIT = Duration.ofMinutes(1);

  private final RedisLink link;
  private final Queues queues;
  private final List<QueueName> served;
  private final Time time;

  RedisCheck(RedisLink link, List<QueueName> served, Time time) {
    this.link = link;
    this.queues = new Queues(link);
    this.served = List.copyOf(served);
    this.time = time;
  }

  /** Redis, then the queues. */
  CompletionStage<List<HealthNode>> nodes(boolean childIdle) {
    Instant asked = time.now();
    CompletableFuture<HealthNode> redis =
        link.time()
            .thenApply(answer -> redis(Duration.between(asked, time.now())))
            .exceptionally(
                failure -> HealthNode.down("redis", RedisTrouble.of(failure).reason() + "."))
            .toCompletableFuture();
    CompletableFuture<HealthNode> depths =
        queues
            .depths(served)
            .thenApply(all -> queues(all, childIdle))
            // The node of Redis says why.
            .exceptionally(failure -> HealthNode.down("queues", "They cannot be looked at."))
            .toCompletableFuture();
    return redis.thenCombine(depths, List::of);
  }

  private static HealthNode redis(Duration roundTrip) {
    String text = "It answered within " + roundTrip.toMillis() + " ms";
    return roundTrip.compareTo(SLOW) > 0
        ? HealthNode.warning("redis", text + ", which is slow.")
        : HealthNode.up("redis", text);
  }

  private HealthNode queues(List<QueueDepth> depths, boolean childIdle) {
    return HealthNode.of(
        "queues",
        depths.stream()
            .filter(depth -> served.contains(depth.queue()))
            .map(depth -> queue(depth, childIdle))
            .toList());
  }

  /** Waiting is no fault while all children are busy; it is one while some have nothing to do. */
  private static HealthNode queue(QueueDepth depth, boolean childIdle) {
    Duration oldest = depth.oldestAge().orElse(Duration.ZERO);
    String name = depth.queue().value();
    String text =
        depth.waiting()
            + " wait"
            + depth.oldestAge().map(age -> ", for up to " + age.toSeconds() + " s").orElse("");
    return childIdle && !depth.control().paused() && oldest.compareTo(LONG_WAIT) > 0
        ? HealthNode.warning(name, text + ", though children are idle.")
        : HealthNode.up(name, text);
  }
}

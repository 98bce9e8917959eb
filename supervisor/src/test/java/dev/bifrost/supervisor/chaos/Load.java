package dev.bifrost.supervisor.chaos;

import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import io.lettuce.core.RedisException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sends executions as clients do; what they do follows from seed and number. One thread. */
final class Load {

  static final KeySpace KEYS = KeySpace.DEFAULT;

  private final ChaosRedis redis;
  private final Path runs;
  private final long seed;
  private final List<String> kinds;
  private final boolean keys;
  private final List<Order> sent = new ArrayList<>();

  /** A load of which most only works, some fails or crashes once, and some has to wait. */
  Load(ChaosRedis redis, Path runs, long seed) {
    this(redis, runs, seed, List.of("work", "failOnce", "crashOnce"), true);
  }

  /**
   * A load of these kinds of workflows; mostly the first.
   *
   * @param keys whether some have to do with each other
   */
  Load(ChaosRedis redis, Path runs, long seed, List<String> kinds, boolean keys) {
    this.redis = redis;
    this.runs = runs;
    this.seed = seed;
    this.kinds = kinds;
    this.keys = keys;
  }

  /** Sends so many more, each until Redis has taken it. */
  void send(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      Order order = Order.of(seed, sent.size(), kinds, keys);
      Patience.until("Redis to take " + order.id(), () -> send(order));
      sent.add(order);
    }
  }

  /** Everything that was sent, in order. */
  List<Order> sent() {
    return sent;
  }

  /** How many entries the queue has, done ones not counted; many if Redis does not say. */
  long waiting() {
    try {
      return redis.commands().xlen(KEYS.queue(QueueName.DEFAULT));
    } catch (RedisException e) {
      return Long.MAX_VALUE;
    }
  }

  private boolean send(Order order) {
    try {
      redis.commands().set(KEYS.context(order.id()), order.context(runs));
      // An answer that was lost makes two entries of it, and one execution all the same.
      redis
          .commands()
          .xadd(KEYS.queue(QueueName.DEFAULT), Map.of("execution_id", order.id().value()));
      return true;
    } catch (RedisException e) {
      return false;
    }
  }
}

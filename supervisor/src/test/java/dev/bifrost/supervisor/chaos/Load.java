package dev.bifrost.supervisor.chaos;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import io.lettuce.core.RedisException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Sends executions as clients do; what they do follows from seed and number. One thread. */
final class Load {

  static final KeySpace KEYS = KeySpace.DEFAULT;

  private final ChaosRedis redis;
  private final Path runs;
  private final long seed;
  private final List<String> kinds;
  private final List<ExecutionId> sent = new ArrayList<>();

  /** A load of which most only works, and some fails or crashes once. */
  Load(ChaosRedis redis, Path runs, long seed) {
    this(redis, runs, seed, List.of("work", "failOnce", "crashOnce"));
  }

  /** A load of these kinds of workflows; mostly the first. */
  Load(ChaosRedis redis, Path runs, long seed, List<String> kinds) {
    this.kinds = kinds;
    this.redis = redis;
    this.runs = runs;
    this.seed = seed;
  }

  /** Sends so many more, each until Redis has taken it. */
  void send(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      int number = sent.size();
      ExecutionId id = new ExecutionId("run-" + number);
      Patience.until("Redis to take " + id, () -> send(id, context(number)));
      sent.add(id);
    }
  }

  /** Everything that was sent, in order. */
  List<ExecutionId> sent() {
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

  /** Attempts that an execution may need without anything being done to it. */
  int ownAttempts(int number) {
    return kind(number).equals("work") ? 1 : 2;
  }

  private boolean send(ExecutionId id, String context) {
    try {
      redis.commands().set(KEYS.context(id), context);
      // An answer that was lost makes two entries of it, and one execution all the same.
      redis.commands().xadd(KEYS.queue(QueueName.DEFAULT), Map.of("execution_id", id.value()));
      return true;
    } catch (RedisException e) {
      return false;
    }
  }

  private String context(int number) {
    SplittableRandom random = random(number);
    random.nextInt();
    int millis =
        random.nextInt(100) < 80
            ? 0
            : random.nextInt(100) < 80 ? random.nextInt(300) : 1_000 + random.nextInt(2_000);
    return """
        {"function_name": "%s::%s", "parameters": {"folder": "%s", "millis": %d},
         "max_attempts": 1000, "crash_credits": 1000, "retry": {"backoff_seconds": 0.05}}"""
        .formatted(ChaosWorkflows.class.getName(), kind(number), runs, millis);
  }

  private String kind(int number) {
    int lot = random(number).nextInt(100);
    return kinds.get(Math.min(kinds.size() - 1, lot < 86 ? 0 : lot < 94 ? 1 : 2));
  }

  private SplittableRandom random(int number) {
    return new SplittableRandom(seed * 1_000_003 + number);
  }
}

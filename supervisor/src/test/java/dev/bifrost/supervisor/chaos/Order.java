package dev.bifrost.supervisor.chaos;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeyDigest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What one execution is to do; follows from seed and number.
 *
 * @param kind the method of {@link ChaosWorkflows}
 * @param millis how long that works
 * @param shares the key of which only so many run at once
 * @param same the key of which only the first runs
 */
record Order(
    ExecutionId id, String kind, int millis, Optional<Shared> shares, Optional<String> same) {

  private static final int KEYS = 5;
  private static final int NEIGHBOURS = 40;

  /**
   * A concurrency key.
   *
   * @param limit how many run at once
   */
  record Shared(String key, int limit) {

    KeyDigest digest() {
      return KeyDigest.of(key);
    }
  }

  /**
   * The order of this number.
   *
   * @param kinds what it may be; mostly the first
   * @param keys whether some have to do with each other
   */
  static Order of(long seed, int number, List<String> kinds, boolean keys) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
    int lot = random.nextInt(100);
    String kind = kinds.get(Math.min(kinds.size() - 1, lot < 86 ? 0 : lot < 94 ? 1 : 2));
    int millis =
        random.nextInt(100) < 80
            ? 0
            : random.nextInt(100) < 90 ? random.nextInt(300) : 1_000 + random.nextInt(2_000);
    int relation = keys ? random.nextInt(100) : 100;
    int key = random.nextInt(KEYS);
    return new Order(
        new ExecutionId("run-" + number),
        kind,
        millis,
        relation < 10
            ? Optional.of(new Shared("shared-" + key, key < 2 ? 1 : 2))
            : Optional.empty(),
        relation >= 10 && relation < 16
            ? Optional.of("same-" + number / NEIGHBOURS)
            : Optional.empty());
  }

  /** Attempts that it may need without anything being done to it. */
  int ownAttempts() {
    return kind.equals("work") ? 1 : 2;
  }

  String context(Path runs) {
    String relation =
        shares
                .map(
                    shared ->
                        ", \"concurrency_key\": \"%s\", \"concurrency_limit\": %d"
                            .formatted(shared.key(), shared.limit()))
                .orElse("")
            + same.map(", \"idempotency_key\": \"%s\""::formatted).orElse("");
    return """
        {"function_name": "%s::%s", "parameters": {"folder": "%s", "millis": %d},
         "max_attempts": 1000, "crash_credits": 1000, "retry": {"backoff_seconds": 0.05}%s}"""
        .formatted(ChaosWorkflows.class.getName(), kind, runs, millis, relation);
  }
}

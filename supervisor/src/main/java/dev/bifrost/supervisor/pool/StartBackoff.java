package dev.bifrost.supervisor.pool;

import java.time.Duration;

/** How long to wait before the next start while starts fail; one thread. */
final class StartBackoff {

  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int UNHEALTHY = 3;

  private int failures;

  void succeeded() {
    failures = 0;
  }

  void failed() {
    failures++;
  }

  /** Zero while nothing has failed; then 200 ms, doubled with each failure, up to 30 s. */
  Duration pause() {
    if (failures == 0) {
      return Duration.ZERO;
    }
    Duration pause = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }

  int failures() {
    return failures;
  }

  boolean isHealthy() {
    return failures < UNHEALTHY;
  }
}

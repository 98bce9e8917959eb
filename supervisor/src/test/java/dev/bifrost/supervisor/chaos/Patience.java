package dev.bifrost.supervisor.chaos;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what must come, however slow the host is. */
final class Patience {

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private Patience() {}

  static void until(String what, BooleanSupplier done) throws InterruptedException {
    long start = System.nanoTime();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - start > LONGEST.toNanos()) {
        throw new AssertionError("Waited " + LONGEST.toSeconds() + " s in vain for " + what);
      }
      pause(BETWEEN_LOOKS);
    }
  }

  static void pause(Duration duration) throws InterruptedException {
    boolean never = new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
    if (never) {
      throw new AssertionError("Nobody counts this latch down");
    }
  }
}

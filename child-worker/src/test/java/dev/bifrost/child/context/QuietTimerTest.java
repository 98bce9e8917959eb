package dev.bifrost.child.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.Timeout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class QuietTimerTest {

  private final QuietTimer timer = new QuietTimer();

  @Test
  void whatIsDueRunsOnceAndCountsAsExpired()
      throws ExecutionException, InterruptedException, TimeoutException {
    CompletableFuture<Timeout> ran = new CompletableFuture<>();

    Timeout timeout = timer.newTimeout(ran::complete, 1, TimeUnit.MILLISECONDS);

    assertEquals(timeout, ran.get(10, TimeUnit.SECONDS));
    assertTrue(timeout.isExpired());
    assertFalse(timeout.cancel());
    assertFalse(timeout.isCancelled());
  }

  @Test
  void whatIsCancelledFirstNeverRuns()
      throws ExecutionException, InterruptedException, TimeoutException {
    CompletableFuture<Timeout> later = new CompletableFuture<>();
    Timeout cancelled =
        timer.newTimeout(
            due -> later.completeExceptionally(new AssertionError()), 20, TimeUnit.MILLISECONDS);
    assertTrue(cancelled.cancel());
    timer.newTimeout(later::complete, 40, TimeUnit.MILLISECONDS);

    later.get(10, TimeUnit.SECONDS);
    assertTrue(cancelled.isCancelled());
    assertFalse(cancelled.isExpired());
  }

  @Test
  void afterItsEndItTakesNothing() {
    timer.stop();

    assertThrows(
        IllegalStateException.class, () -> timer.newTimeout(due -> {}, 1, TimeUnit.SECONDS));
  }
}

package dev.bifrost.supervisor.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How watchdogs feel the dispatcher's pulse. */
class PulseTest {

  @Test
  void aBeatTellsHowLongItWaitedBehindOtherNews() {
    SupervisorHarness supervisor = SupervisorHarness.withReadyChildren(1);

    CompletableFuture<Duration> beat = supervisor.dispatch.beat();
    supervisor.time.advance(Duration.ofMillis(300), () -> {});
    supervisor.settle();

    assertEquals(Duration.ofMillis(300), beat.join());
  }

  @Test
  void aDispatcherThatStandsStillHasNone() {
    SupervisorHarness supervisor = SupervisorHarness.withReadyChildren(1);

    CompletableFuture<Duration> beat = supervisor.dispatch.beat();
    supervisor.time.advance(Duration.ofHours(1), () -> {});

    assertFalse(beat.isDone());
  }
}

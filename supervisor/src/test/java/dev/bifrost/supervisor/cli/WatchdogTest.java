package dev.bifrost.supervisor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bifrost.supervisor.observe.Pulse;
import dev.bifrost.supervisor.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class WatchdogTest {

  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final ManualTime time = new ManualTime();
  private final Deque<CompletableFuture<Duration>> asked = new ArrayDeque<>();
  private final Pulse pulse =
      () -> {
        asked.add(new CompletableFuture<>());
        return asked.getLast();
      };
  private int meals;
  private final Watchdog watchdog =
      new Watchdog(pulse, time, Duration.ofSeconds(30), () -> meals++);

  @Test
  void isFedThreeTimesWhileItWaitsOnceIfTheDispatcherGetsOn() {
    watchdog.start();
    for (int i = 0; i < 6; i++) {
      asked.removeFirst().complete(Duration.ZERO);
      time.advance(PAUSE, () -> {});
    }

    assertEquals(6, meals);
  }

  @Test
  void goesHungryWhileTheDispatcherStandsAndIsNotAskedTwice() {
    watchdog.start();
    time.advance(PAUSE.multipliedBy(10), () -> {});

    assertEquals(0, meals);
    assertEquals(1, asked.size());
  }

  @Test
  void isFedAgainWhenTheDispatcherGetsOnAgain() {
    watchdog.start();
    time.advance(PAUSE.multipliedBy(2), () -> {});
    asked.removeFirst().complete(PAUSE);
    assertEquals(1, meals);
    time.advance(PAUSE, () -> {});
    asked.removeFirst().complete(Duration.ZERO);

    assertEquals(2, meals);
  }
}

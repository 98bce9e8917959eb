package dev.bifrost.supervisor.time;

import dev.bifrost.supervisor.testing.ManualTime;
import java.time.Duration;

final class ManualTimeTest extends TimeContract {

  private final ManualTime time = new ManualTime();

  @Override
  Time time() {
    return time;
  }

  @Override
  void pass(Duration duration) {
    time.advance(duration, () -> {});
  }
}

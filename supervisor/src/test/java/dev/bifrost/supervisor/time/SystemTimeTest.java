package dev.bifrost.supervisor.time;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

final class SystemTimeTest extends TimeContract {

  private final SystemTime time = new SystemTime();

  @AfterEach
  void close() {
    time.close();
  }

  @Override
  Time time() {
    return time;
  }

  @Override
  void pass(Duration duration) throws InterruptedException {
    // One thread rings all alarms in order: when this one rings, the others have rung.
    CountDownLatch passed = new CountDownLatch(1);
    Time.Alarm alarm = time.after(duration, passed::countDown);
    assertTrue(passed.await(30, TimeUnit.SECONDS), alarm::toString);
  }
}

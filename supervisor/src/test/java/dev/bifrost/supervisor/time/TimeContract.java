package dev.bifrost.supervisor.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What holds of every {@link Time}, be it the host's or a test's. */
abstract class TimeContract {

  abstract Time time();

  /** Returns when at least this much has passed and what became due has run. */
  abstract void pass(Duration duration) throws InterruptedException;

  @Test
  void anAlarmRingsOnceAndNotBeforeItsTime() throws InterruptedException {
    List<Instant> rings = new CopyOnWriteArrayList<>();
    Instant due = time().now().plusMillis(20);
    Time.Alarm unused = time().after(Duration.ofMillis(20), () -> rings.add(time().now()));

    pass(Duration.ofMillis(60));

    assertEquals(1, rings.size());
    assertFalse(rings.get(0).isBefore(due), rings + " before " + due);
  }

  @Test
  void aCancelledAlarmNeverRings() throws InterruptedException {
    List<String> rings = new CopyOnWriteArrayList<>();
    Time.Alarm alarm = time().after(Duration.ofMillis(20), () -> rings.add("cancelled"));

    alarm.cancel();
    alarm.cancel();
    pass(Duration.ofMillis(60));

    assertEquals(List.of(), rings);
  }

  @Test
  void alarmsRingInTheOrderOfTheirTimes() throws InterruptedException {
    List<String> rings = new CopyOnWriteArrayList<>();
    Time.Alarm later = time().after(Duration.ofMillis(30), () -> rings.add("later"));
    Time.Alarm sooner = time().after(Duration.ofMillis(10), () -> rings.add("sooner"));

    pass(Duration.ofMillis(60));

    assertEquals(List.of("sooner", "later"), rings, () -> later + " " + sooner);
  }

  @Test
  void anAlarmThatFailsDoesNotSilenceTheNext() throws InterruptedException {
    List<String> rings = new CopyOnWriteArrayList<>();
    Time.Alarm first = time().after(Duration.ofMillis(10), this::fail);
    Time.Alarm second = time().after(Duration.ofMillis(20), () -> rings.add("second"));

    pass(Duration.ofMillis(60));

    assertEquals(List.of("second"), rings, () -> first + " " + second);
  }

  private void fail() {
    throw new IllegalStateException("on purpose");
  }
}

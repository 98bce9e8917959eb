package dev.bifrost.supervisor.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PaceTest {

  private final Pace pace = new Pace();

  @Test
  void nothingIsTakenAheadBeforeMuchIsKnown() {
    took(15, Duration.ofMillis(1));

    assertEquals(0, pace.aheadPerChild());
  }

  @Test
  void shortExecutionsAreTakenAheadBoundedly() {
    took(16, Duration.ofMillis(1));

    assertEquals(4, pace.aheadPerChild());
  }

  @Test
  void theLongerTheyTakeTheFewerAreTaken() {
    took(16, Duration.ofMillis(9));
    assertEquals(2, pace.aheadPerChild());

    took(64, Duration.ofMillis(30));
    assertEquals(0, pace.aheadPerChild());
  }

  @Test
  void aSingleLongOneEndsItForAWhile() {
    took(100, Duration.ofMillis(1));

    took(1, Duration.ofSeconds(10));
    assertEquals(0, pace.aheadPerChild());

    took(100, Duration.ofMillis(1));
    assertTrue(pace.aheadPerChild() > 0);
  }

  private void took(int times, Duration duration) {
    for (int time = 0; time < times; time++) {
      pace.took(duration);
    }
  }
}

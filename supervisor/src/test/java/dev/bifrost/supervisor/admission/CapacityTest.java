package dev.bifrost.supervisor.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CapacityTest {

  @ParameterizedTest(name = "{0} idle, can grow {1}, {3} ahead, {4} promised, {5} unsettled: {6}")
  @CsvSource({
    "0, false, 2, 0, 0, 0, 0",
    "2, false, 2, 0, 0, 0, 2",
    "2, false, 2, 0, 1, 0, 1",
    "2, false, 2, 0, 2, 0, 0",
    "1, false, 2, 0, 5, 0, 0",
    "0, true,  4, 0, 0, 0, 1",
    "1, true,  4, 0, 0, 0, 2",
    "1, true,  4, 0, 2, 0, 0",
    "2, false, 2, 0, 0, 8, 2",
    "2, false, 2, 0, 0, 9, 0",
    "0, false, 2, 8, 0, 0, 8",
    "0, false, 2, 8, 5, 0, 3",
    "0, false, 2, 8, 0, 16, 8",
    "0, false, 2, 8, 0, 17, 0",
  })
  void nothingIsTakenThatCannotRunNow(
      int idle, boolean canGrow, int max, int ahead, int promised, int unsettled, int grantable) {
    Capacity capacity = new Capacity(idle, canGrow, max, ahead, promised, unsettled);

    assertEquals(grantable, capacity.grantable());
  }
}

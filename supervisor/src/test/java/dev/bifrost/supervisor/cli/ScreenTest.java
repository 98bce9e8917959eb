package dev.bifrost.supervisor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown depends on who looks. */
final class ScreenTest {

  @Test
  void aTerminalHasColoursAndASize() {
    Screen screen = Screen.of("out,err:24 132", Map.of());

    assertTrue(screen.out() && screen.err() && screen.palette().enabled());
    assertEquals(OptionalInt.of(24), screen.rows());
    assertEquals(120, screen.helpWidth());
    assertEquals("short", screen.fit("short"));
    assertEquals(132, screen.fit("x".repeat(200)).length());
  }

  @Test
  void aFileHasNeitherColoursNorABar() {
    Screen screen = Screen.of("err:24 40", Map.of());

    assertFalse(screen.palette().enabled());
    assertEquals(60, screen.helpWidth());
    assertEquals(200, screen.fit("x".repeat(200)).length());
    StringWriter err = new StringWriter();
    try (ProgressBar bar = new ProgressBar(new PrintWriter(err), Screen.NONE, "Sent", 2, () -> 0)) {
      bar.at(1);
    }
    assertEquals("", err.toString());
  }

  @Test
  void colourIsRefusedByTheEnvironment() {
    assertFalse(Screen.of("out", Map.of("NO_COLOR", "1")).palette().enabled());
    assertFalse(Screen.of("out", Map.of("TERM", "dumb")).palette().enabled());
    assertTrue(Screen.of("out", Map.of("NO_COLOR", "")).palette().enabled());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "out:", "err:0 0", "err:99999999999 1"})
  void whatIsNotUnderstoodIsNoTerminal(String told) {
    Screen screen = Screen.of(told, Map.of());

    assertFalse(screen.out());
    assertEquals(OptionalInt.empty(), screen.rows());
  }

  @Test
  void aBarTellsHowFarItIsHowFastAndHowLongItTakes() {
    long[] now = {0};
    StringWriter err = new StringWriter();
    Screen screen = Screen.of("err:24 100", Map.of());
    try (ProgressBar bar =
        new ProgressBar(new PrintWriter(err), screen, "Done", 40, () -> now[0])) {
      now[0] = 5_000_000_000L;
      bar.at(10);
      assertEquals(
          "\r\u001B[KDone [=======>                      ] 10/40  25 %  2/s  15.00 s left",
          err.toString());
      // Too soon after the last one.
      bar.at(11);
      assertTrue(err.toString().endsWith("15.00 s left"), err.toString());
    }
    assertTrue(err.toString().endsWith("left\r\u001B[K"), "it takes itself away");
  }
}

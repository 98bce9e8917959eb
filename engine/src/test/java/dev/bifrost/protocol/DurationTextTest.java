package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S, 500ms",
    "2s, PT2S, 2s",
    "90s, PT1M30S, 90s",
    "1.5h, PT1H30M, 90m",
    "24h, PT24H, 24h",
    "1d, PT24H, 24h",
    "2D, PT48H, 2d",
    "0s, PT0S, 0s",
    "PT5M, PT5M, 5m",
    "' 3 s ', PT3S, 3s"
  })
  void isReadAndWritten(String text, Duration duration, String shortest) {
    assertEquals(duration, DurationText.parse(text));
    assertEquals(shortest, DurationText.format(duration));
    assertEquals(duration, DurationText.parse(DurationText.format(duration)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "-1s", "PT-5M", "1y", "s", "1s2", "1e3s"})
  void isRefusedWithItsTextAndWhatIsAllowed(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> DurationText.parse(text));

    assertTrue(String.valueOf(refused.getMessage()).contains("\"" + text + "\". Allowed is"));
  }
}

package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyPatternTest {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          builds | builds
          deploy-{environment} | deploy-prod
          {environment}/{number} | prod/7
          {missing}x | x
          {} | {}
          """)
  void placesStandForParameters(String pattern, String key) throws MalformedContextException {
    assertEquals(Optional.of(key), keyOf(pattern, ""));
  }

  @Test
  void theKeyOfTheContextWins() throws MalformedContextException {
    assertEquals(Optional.of("mine"), keyOf("ours", ",\"concurrency_key\":\"mine\""));
  }

  @Test
  void anOverlongKeyIsStillOne() throws MalformedContextException {
    assertEquals(32, keyOf("{environment}".repeat(300), "").orElseThrow().length());
  }

  private static Optional<String> keyOf(String pattern, String more)
      throws MalformedContextException {
    ExecutionContext context =
        ExecutionContext.parse(
            "{\"function_name\":\"A\",\"parameters\":{\"environment\":\"prod\",\"number\":7}"
                + more
                + "}");
    return Optional.ofNullable(
        context.coordination(Optional.of(new KeyPattern(pattern))).concurrencyKey());
  }
}

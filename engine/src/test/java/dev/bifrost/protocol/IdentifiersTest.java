package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentifiersTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "A.b_c-9", "invoice-2026.01.31", "a..b", "z-"})
  void theseAreAllowed(String value) {
    assertEquals(value, new ExecutionId(value).value());
    assertEquals(value, new QueueName(value).toString());
  }

  @Test
  void theLongestHas128Characters() {
    String longest = "x".repeat(128);

    assertEquals(longest, new ExecutionId(longest).value());
    assertThrows(IllegalArgumentException.class, () -> new ExecutionId(longest + "x"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "-a",
        ".a",
        "_a",
        "a b",
        "a\n",
        "\na",
        "a\0",
        "a/b",
        "a:b",
        "{a}",
        "a*",
        "é",
        "٣",
        "a\u2028",
        "\u001b[31m",
        "💥"
      })
  // Null is what a caller outside of checked code may pass.
  @SuppressWarnings("NullAway")
  void theseAreRefused(String value) {
    for (Runnable construction :
        new Runnable[] {() -> new ExecutionId(value), () -> new QueueName(value)}) {
      String message =
          String.valueOf(
              assertThrows(IllegalArgumentException.class, construction::run).getMessage());

      assertTrue(message.contains("Allowed are 1 to 128 letters, digits"), message);
      assertTrue(message.chars().noneMatch(Character::isISOControl), message);
    }
  }

  @Test
  void theMessageNamesTheKind() {
    assertTrue(refusal(() -> new ExecutionId("?")).startsWith("Not an execution ID: \"?\"."));
    assertTrue(refusal(() -> new QueueName("?")).startsWith("Not a queue name: \"?\"."));
  }

  @Test
  void aHugeOneIsShownShort() {
    String huge = "x".repeat(10 << 20);

    String message = refusal(() -> new ExecutionId(huge));

    assertTrue(message.length() < 300, message);
    assertTrue(message.contains("(10485760 characters)"), message);
  }

  static String refusal(Runnable construction) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, construction::run).getMessage());
  }
}

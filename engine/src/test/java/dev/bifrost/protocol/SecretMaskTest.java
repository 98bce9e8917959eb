package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretMaskTest {

  private static final SecretMask MASK =
      new SecretMask(
          new Secrets(
              Map.of(
                  "short", "hunter2",
                  "longer", "hunter2-and-more",
                  "quoted", "a\"b\\c",
                  "number", "4711",
                  "word", "true",
                  "key", "-----BEGIN KEY-----\nMIIEvQIBADAN\n-----END KEY-----\n")));

  @Test
  void everySecretIsReplacedTheLongestFirst() {
    assertEquals("*** or ***!", MASK.mask("hunter2-and-more or hunter2!"));
    String clean = "hunter 2";
    assertSame(clean, MASK.mask(clean));
  }

  @Test
  void aSecretOfSeveralLinesIsHiddenLineByLine() {
    assertEquals("***", MASK.mask("MIIEvQIBADAN"));
    assertEquals("  *** x", MASK.mask("  -----BEGIN KEY----- x"));
  }

  @Test
  void aSecretIsHiddenWithTheEscapesOfJsonToo() {
    assertEquals("{\"p\":\"***\"}", MASK.mask("{\"p\":\"a\\\"b\\\\c\"}"));
  }

  @Test
  void textsKeysAndNumbersOfJsonAreMaskedAndItStaysJson() {
    assertEquals(
        "{\"***\":[\"x ***\",\"***\",true,{\"n\":\"***\"}],\"ok\":1.50}",
        MASK.mask(
                new JsonText(
                    "{\"hunter2\":[\"x hunter2\",4711,true,{\"n\":\"a\\\"b\\\\c\"}],\"ok\":1.50}"))
            .text());
    JsonText clean = new JsonText("{\"a\": 1}");
    assertSame(clean, MASK.mask(clean));
  }

  @Test
  void neitherSecretsNorMaskShowWhatTheyHide() {
    String shown = new Secrets(Map.of("db", "hunter2")) + " " + MASK;
    assertTrue(shown.contains("db"), shown);
    assertFalse(shown.contains("hunter2"), shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\": hunter2}", "{\"a\": 7, \"b\": \"hunter2\"}", "[\"hunter2\"]"})
  void aControlLineThatIsUnfitDoesNotRepeatThem(String json) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> ControlLine.parse("!secrets x-1 " + json));
    for (Throwable t = e; t != null; t = t.getCause()) {
      assertFalse(String.valueOf(t.getMessage()).contains("hunter2"), t.toString());
    }
  }

  @Test
  void aContextWithUnfitSecretsIsMalformedAndNotQuoted() {
    MalformedContextException e =
        assertThrows(
            MalformedContextException.class,
            () ->
                ExecutionContext.parse(
                    "{\"function_name\":\"A\",\"secrets\":{\"pin\":\"abc\",\"n\":7}}"));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("secrets.pin: must be text of at least 4"), message);
    assertTrue(message.contains("secrets.n: must be text"), message);
    assertFalse(message.contains("abc"), message);
  }
}

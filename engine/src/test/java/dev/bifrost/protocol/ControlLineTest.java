package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ControlLine.Attempt;
import dev.bifrost.protocol.ControlLine.Cancel;
import dev.bifrost.protocol.ControlLine.Configure;
import dev.bifrost.protocol.ControlLine.Lease;
import dev.bifrost.protocol.ControlLine.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlLineTest {

  private static final ExecutionId ID = new ExecutionId("x-1");

  @Test
  void everyLineReadsBackAsItWasWritten() {
    for (ControlLine line :
        List.of(
            new Run(ID),
            new Attempt(ID, 3),
            new Cancel(ID, new CancelRequest("alice", "two\nlines \"and\" more")),
            new Cancel(ID, new CancelRequest("alice", null)),
            new Lease(ID, Duration.ofMillis(12_500)),
            new ControlLine.Limit(ID, Optional.of(Duration.ofHours(1))),
            new ControlLine.Limit(ID, Optional.empty()),
            new ControlLine.Context(ID, Path.of("/tmp/with spaces/context.json")),
            new Configure(ChildSettings.DEFAULT))) {
      assertEquals(line, ControlLine.parse(line.text()));
      assertFalse(line.text().contains("\n"), line.text());
    }
  }

  @Test
  void secretsAreReadAsTheyWereWritten() {
    ControlLine.Give give = new ControlLine.Give(ID, new Secrets(Map.of("db", "two\nlines \"ö\"")));
    assertEquals(give, ControlLine.parse(give.text()));
    assertFalse(give.text().contains("\n"), give.text());
  }

  @Test
  void thePersonAtTheKeyboardIsUnderstood() {
    assertEquals(new Run(ID), ControlLine.parse("  x-1\r"));
    assertEquals(
        new Cancel(ID, new CancelRequest("unknown", null)), ControlLine.parse("!cancel x-1"));
    assertEquals(
        new Cancel(ID, new CancelRequest("unknown", "no longer needed")),
        ControlLine.parse("!cancel  x-1  no longer needed"));
    assertEquals(new Configure(ChildSettings.DEFAULT), ControlLine.parse("!configure {}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a b | Not an execution ID: \"a b\"",
        "!unheard x | Not a control line: \"!unheard\"",
        "! | Not a control line: \"!\"",
        "!cancel | is incomplete",
        "!cancel a/b | Not an execution ID",
        "!attempt x | is incomplete",
        "!context x | is incomplete",
        "!secrets x | is incomplete",
        "!secrets x [] | must be a JSON object",
        "!attempt x y | Not an attempt: \"y\"",
        "!attempt x 0 | Not an attempt: 0",
        "!attempt x 99999999999 | Not an attempt",
        "!lease x | is incomplete",
        "!lease x soon | Not a lease: \"soon\"",
        "!lease x 0 | Not a lease: 0 ms",
        "!lease x -1 | Not a lease: -1 ms",
        "!lease x 99999999999999999999 | Not a lease",
        "!configure | must be a JSON object",
        "!configure [] | must be a JSON object",
        "!configure { | not valid JSON",
      })
  void whatIsNoLineIsNamed(String line, String part) {
    String message = IdentifiersTest.refusal(() -> ControlLine.parse(line));

    assertTrue(message.contains(part), message);
  }

  @Test
  void aHugeLineIsShownShort() {
    for (String start : List.of("!", "!attempt x ", "!attempt ")) {
      String line = start + "y".repeat(1 << 20);

      String message = IdentifiersTest.refusal(() -> ControlLine.parse(line));

      assertTrue(message.length() < 1_000, () -> message.substring(0, 200));
    }
  }
}

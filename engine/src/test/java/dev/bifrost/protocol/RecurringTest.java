package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.Recurring.CatchUp;
import dev.bifrost.protocol.Recurring.Overlap;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecurringTest {

  private static final RecurringName NAME = new RecurringName("nightly-1");
  private static final Instant DUE = Instant.parse("2026-10-01T10:00:00Z");

  @Test
  void whatIsNotSaidHasADefault() {
    Recurring recurring = Recurring.parse("{\"cron\":\"x\",\"context\":{}}");

    assertEquals(ZoneId.of("UTC"), recurring.zone());
    assertEquals(Overlap.SKIP, recurring.overlap());
    assertEquals(CatchUp.NONE, recurring.catchUp());
    assertEquals(QueueName.DEFAULT, recurring.queue());
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    String json =
        "{\"cron\":\"0 2 * * *\",\"zone\":\"Europe/Berlin\",\"overlap\":\"replace\","
            + "\"catch_up\":\"all\",\"queue\":\"q\",\"context\":{\"a\":[1.50]}}";

    assertEquals(json, Recurring.parse(json).toJson().text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | cron is missing; context is missing",
        "[] | it must be a JSON object",
        "{\"cron\":1,\"context\":{}} | cron: must be text, but is 1",
        "{\"cron\":\"x\",\"context\":[]} | context: must be an object",
        "{\"cron\":\"x\",\"context\":{},\"zone\":\"Mars\"} | is no time zone",
        "{\"cron\":\"x\",\"context\":{},\"overlap\":\"no\"} | Allowed are: skip, queue, replace",
        "{\"cron\":\"x\",\"context\":{},\"queue\":\"a b\"} | queue: "
      })
  void everyProblemIsNamed(String json, String reason) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Recurring.parse(json));

    assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused.getMessage());
  }

  @Test
  void theContextOfAFiringIsTheTemplateWithTheEvent() {
    Recurring recurring =
        Recurring.parse(
            "{\"cron\":\"x\",\"context\":{\"function_name\":\"A\",\"event\":{\"by\":\"us\"}}}");

    assertEquals(
        "{\"function_name\":\"A\",\"event\":{\"by\":\"us\",\"recurring\":\"nightly-1\","
            + "\"due_at\":\"2026-10-01T10:00:00.000Z\"}}",
        recurring.contextOf(NAME, DUE).text());
    // The template is as it was.
    assertEquals("{\"by\":\"us\"}", recurring.context().path("event").toString());
  }

  @Test
  void theIdOfAFiringTellsWhenItWasDue() {
    ExecutionId id = NAME.firing(DUE);

    assertEquals("nightly-1-1790848800", id.value());
    assertEquals(Optional.of(DUE), NAME.due(id));
    assertEquals(Optional.empty(), NAME.due(new ExecutionId("other-1790848800")));
    assertEquals(Optional.empty(), NAME.due(new ExecutionId("nightly-1-soon")));
  }

  @Test
  void aNameLeavesRoomForTheTime() {
    assertEquals(121, new RecurringName("x".repeat(110)).firing(DUE).value().length());
    assertThrows(IllegalArgumentException.class, () -> new RecurringName("x".repeat(111)));
    assertThrows(IllegalArgumentException.class, () -> new RecurringName("a b"));
  }
}

package dev.bifrost.supervisor.recurring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In Berlin clocks go from 02:00 to 03:00 on 2026-03-29, and from 03:00 to 02:00 on 2026-10-25. */
final class CronScheduleTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void aTimeThatADayDoesNotHaveIsLeftOutOnThatDay() {
    assertEquals(
        List.of("2026-03-28T02:30+01:00", "2026-03-30T02:30+02:00", "2026-03-31T02:30+02:00"),
        next("30 2 * * *", "2026-03-27T12:00+01:00", 3));
  }

  @Test
  void aTimeThatADayHasTwiceIsDueOnce() {
    assertEquals(
        List.of("2026-10-24T02:30+02:00", "2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"),
        next("30 2 * * *", "2026-10-23T12:00+02:00", 3));
  }

  @Test
  void whatIsDueEveryHourIsDueInEachHourThatThereIs() {
    assertEquals(
        List.of("2026-03-29T01:00+01:00", "2026-03-29T03:00+02:00", "2026-03-29T04:00+02:00"),
        next("0 * * * *", "2026-03-29T00:30+01:00", 3));
    assertEquals(
        List.of(
            "2026-10-25T01:30+02:00",
            "2026-10-25T02:00+02:00",
            "2026-10-25T02:30+02:00",
            "2026-10-25T02:00+01:00",
            "2026-10-25T02:30+01:00",
            "2026-10-25T03:00+01:00"),
        next("*/30 * * * *", "2026-10-25T01:00+02:00", 6));
  }

  @Test
  void dueTimesGoForwardThroughAWholeYearOfBothChanges() {
    CronSchedule schedule = CronSchedule.parse("*/15 * * * *", BERLIN);
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    Instant end = Instant.parse("2027-01-01T00:00:00Z");
    int count = 0;
    while (time.isBefore(end)) {
      Instant next = schedule.next(time).orElseThrow();
      assertEquals(900, next.getEpochSecond() - time.getEpochSecond(), () -> "after " + next);
      time = next;
      count++;
    }
    assertEquals(365 * 96, count);
  }

  @ParameterizedTest
  @CsvSource({
    "0 9 * * MON-FRI, 2026-10-05T09:00+02:00",
    "*/20 * * * * *, 2026-10-03T12:00:20+02:00",
    "0 0 12 L * *, 2026-10-31T12:00+01:00",
    "0 0 29 2 *, 2028-02-29T00:00+01:00",
    "0 0 * * 7, 2026-10-04T00:00+02:00",
    "@daily, 2026-10-04T00:00+02:00",
    "@hourly, 2026-10-03T13:00+02:00"
  })
  void expressionsMeanWhatTheySay(String expression, String first) {
    assertEquals(List.of(first), next(expression, "2026-10-03T12:00+02:00", 1));
  }

  @Test
  void whatNeverComesIsNeverDue() {
    assertEquals(
        Optional.empty(),
        CronSchedule.parse("0 0 30 2 *", BERLIN).next(Instant.parse("2026-01-01T00:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "* * *",
        "61 * * * *",
        "*/0 * * * *",
        "5-1 * * * *",
        "0 9 * * FOO",
        "@often",
        "* * * * * * * *",
        "0 0 0 0 0",
        "\u0000 * * * *"
      })
  void whatIsNoExpressionIsRefusedWithTheReason(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> CronSchedule.parse(text, BERLIN));

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("Not a cron expression: \"" + text.strip()), message);
    assertTrue(message.contains("Allowed are five fields"), message);
  }

  @Test
  void anExpressionOfMegabytesIsRefusedAndNotRepeated() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> CronSchedule.parse("1,".repeat(1 << 20) + "1 * * * *", BERLIN));

    assertTrue(String.valueOf(refused.getMessage()).length() < 1_000);
  }

  private static List<String> next(String expression, String after, int most) {
    return CronSchedule.parse(expression, BERLIN)
        .next(OffsetDateTime.parse(after).toInstant(), most)
        .stream()
        .map(time -> time.atZone(BERLIN).toOffsetDateTime().toString())
        .toList();
  }
}

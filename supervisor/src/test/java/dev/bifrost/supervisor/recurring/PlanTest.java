package dev.bifrost.supervisor.recurring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bifrost.protocol.Recurring.CatchUp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PlanTest {

  private static final CronSchedule HOURLY = CronSchedule.parse("0 * * * *", ZoneId.of("UTC"));
  private static final CronSchedule MINUTELY = CronSchedule.parse("* * * * *", ZoneId.of("UTC"));
  private static final CronSchedule SECONDLY = CronSchedule.parse("* * * * * *", ZoneId.of("UTC"));

  @Test
  void whatIsNewFiresAtItsFirstDueTimeAndNotBefore() {
    assertEquals(
        new Plan(List.of(), 0, Optional.of(at("11:00:00"))), Plan.first(HOURLY, at("10:00:00")));
  }

  @ParameterizedTest
  @EnumSource(CatchUp.class)
  void whatIsDueJustNowFiresWhateverThePolicy(CatchUp policy) {
    assertEquals(
        new Plan(List.of(at("10:00:00")), 0, Optional.of(at("11:00:00"))),
        Plan.of(HOURLY, at("10:00:00"), at("10:00:59"), policy));
  }

  @Test
  void everyDueTimeOfTheLastMinuteFires() {
    Plan plan = Plan.of(SECONDLY, at("10:00:10"), at("10:00:14"), CatchUp.NONE);

    assertEquals(
        List.of(at("10:00:10"), at("10:00:11"), at("10:00:12"), at("10:00:13"), at("10:00:14")),
        plan.firings());
    assertEquals(Optional.of(at("10:00:15")), plan.next());
  }

  @Test
  void whatWasMissedIsLeftOutIfNoneIsCaughtUp() {
    assertEquals(
        new Plan(List.of(), 3, Optional.of(at("13:00:00"))),
        Plan.of(HOURLY, at("10:00:00"), at("12:30:00"), CatchUp.NONE));
  }

  @Test
  void oneStandsForAllThatWereMissed() {
    assertEquals(
        new Plan(List.of(at("12:00:00")), 2, Optional.of(at("13:00:00"))),
        Plan.of(HOURLY, at("10:00:00"), at("12:30:00"), CatchUp.ONE));
  }

  @Test
  void oneThatFiresAnywayIsThatOne() {
    assertEquals(
        new Plan(List.of(at("10:05:00")), 5, Optional.of(at("10:06:00"))),
        Plan.of(MINUTELY, at("10:00:00"), at("10:05:30"), CatchUp.ONE));
  }

  @Test
  void eachThatWasMissedIsMadeUpForInOrder() {
    assertEquals(
        new Plan(
            List.of(at("10:00:00"), at("11:00:00"), at("12:00:00")),
            0,
            Optional.of(at("13:00:00"))),
        Plan.of(HOURLY, at("10:00:00"), at("12:30:00"), CatchUp.ALL));
  }

  @Test
  void noMoreThanTheLastHundredAreMadeUpFor() {
    Plan plan = Plan.of(MINUTELY, at("00:00:00"), at("10:00:00"), CatchUp.ALL);

    // One hundred that were missed, and the two of the last minute.
    assertEquals(102, plan.firings().size());
    assertEquals(at("08:19:00"), plan.firings().get(0));
    assertEquals(at("10:00:00"), plan.firings().get(101));
    assertEquals(601 - 102, plan.missed());
  }

  @Test
  void aLongAbsenceIsLookedThroughInPartsAndNothingFiresTwice() {
    Instant start = at("00:00:00");
    Instant now = start.plus(Duration.ofSeconds(2L * Plan.MOST + 500));
    Optional<Instant> due = Optional.of(start);
    long missed = 0;
    int parts = 0;
    Plan plan;
    do {
      plan = Plan.of(SECONDLY, due.orElseThrow(), now, CatchUp.ALL);
      due = plan.next();
      missed += plan.missed();
      parts++;
    } while (!due.orElseThrow().isAfter(now));

    assertEquals(3, parts);
    assertEquals(161, plan.firings().size());
    assertEquals(2L * Plan.MOST + 501, missed + plan.firings().size());
  }

  @Test
  void whatIsNeverDueAgainHasNoNext() {
    CronSchedule never = CronSchedule.parse("0 0 30 2 *", ZoneId.of("UTC"));

    assertEquals(
        new Plan(List.of(at("10:00:00")), 0, Optional.empty()),
        Plan.of(never, at("10:00:00"), at("10:00:01"), CatchUp.NONE));
  }

  private static Instant at(String time) {
    return Instant.parse("2026-10-01T" + time + "Z");
  }
}

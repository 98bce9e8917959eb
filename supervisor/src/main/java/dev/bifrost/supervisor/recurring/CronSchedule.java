package dev.bifrost.supervisor.recurring;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When something is due: a cron expression on the clocks of a zone. Five fields begin with the
 * minute, six with the second, and {@code @daily} and its like are understood too. A local time
 * that a day does not have, because clocks are put forward, is left out on that day; one that it
 * has twice is due at the first; what is due every so often is due in both hours.
 */
public final class CronSchedule {

  private static final int LONGEST = 200;
  private static final int FIELDS_WITHOUT_SECONDS = 5;

  private final ExecutionTime times;
  private final ZoneId zone;

  private CronSchedule(ExecutionTime times, ZoneId zone) {
    this.times = times;
    this.zone = zone;
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException if it is none; the message shows it and says what is wrong
   */
  public static CronSchedule parse(String expression, ZoneId zone) {
    String text = expression.strip();
    if (text.length() > LONGEST) {
      throw refused(
          text.substring(0, LONGEST) + "…", "it has more than " + LONGEST + " characters");
    }
    CronType type =
        text.split("\\s+").length == FIELDS_WITHOUT_SECONDS ? CronType.UNIX : CronType.SPRING53;
    try {
      CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type));
      return new CronSchedule(ExecutionTime.forCron(parser.parse(text).validate()), zone);
    } catch (IllegalArgumentException e) {
      IllegalArgumentException refused = refused(text, String.valueOf(e.getMessage()));
      refused.initCause(e);
      throw refused;
    }
  }

  /** The first due time after this one; empty if there is none any more. */
  public Optional<Instant> next(Instant after) {
    return times
        .nextExecution(after.atZone(zone))
        .map(time -> time.toInstant())
        // A time that is not later would be due again and again at once.
        .filter(time -> time.isAfter(after));
  }

  /** The first due times after this one. */
  public List<Instant> next(Instant after, int most) {
    List<Instant> found = new ArrayList<>();
    for (Optional<Instant> time = next(after);
        time.isPresent() && found.size() < most;
        time = next(time.get())) {
      found.add(time.get());
    }
    return found;
  }

  private static IllegalArgumentException refused(String text, String reason) {
    return new IllegalArgumentException(
        "Not a cron expression: \""
            + text
            + "\": "
            + reason.strip()
            + (reason.strip().endsWith(".") ? "" : ".")
            + " Allowed are five fields (minute, hour, day of month, month, day of week), six with"
            + " the second before them, or @hourly, @daily, @weekly, @monthly, @yearly.");
  }
}

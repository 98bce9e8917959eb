package dev.bifrost.protocol;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The way durations are written: {@code 500ms}, {@code 2s}, {@code 1.5h}, or ISO-8601. */
public final class DurationText {

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h|d)", Pattern.CASE_INSENSITIVE);
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private DurationText() {}

  /**
   * Reads a duration; precise to the millisecond.
   *
   * @throws IllegalArgumentException if the text is no duration, is negative or has no unit
   */
  public static Duration parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (matcher.matches()) {
      double count = Double.parseDouble(matcher.group(1));
      return Duration.ofMillis(Math.round(count * unit(matcher.group(2))));
    }
    try {
      Duration duration = Duration.parse(text.strip());
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      throw refused(text, e);
    }
    throw refused(text, null);
  }

  /** The shortest text that {@link #parse} reads as this duration. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    // Two days are "2d", but one is "24h": that is how people say it.
    if (millis % DAY == 0 && millis > DAY) {
      return millis / DAY + "d";
    }
    if (millis % HOUR == 0) {
      return millis / HOUR + "h";
    }
    if (millis % MINUTE == 0) {
      return millis / MINUTE + "m";
    }
    return millis % SECOND == 0 ? millis / SECOND + "s" : millis + "ms";
  }

  private static long unit(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "ms" -> 1;
      case "s" -> SECOND;
      case "m" -> MINUTE;
      case "h" -> HOUR;
      default -> DAY;
    };
  }

  private static IllegalArgumentException refused(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "Not a duration: \""
            + text
            + "\". Allowed is a number with ms, s, m, h or d, as 500ms or 5m, or ISO-8601, as"
            + " PT5M.",
        cause);
  }
}

package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.DurationText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * When an execution is to run, as people say it: a time with its zone, or {@code +} and a duration
 * from now. Now is what Redis says.
 *
 * @param time the time; null if it is relative
 * @param delay the duration from now; null if it is absolute
 */
record Due(@Nullable Instant time, @Nullable Duration delay) {

  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is neither; the message says what is allowed
   */
  static Due parse(String text) {
    if (text.startsWith("+")) {
      return new Due(null, DurationText.parse(text.substring(1)));
    }
    try {
      Instant time =
          text.endsWith("]")
              ? ZonedDateTime.parse(text).toInstant()
              : OffsetDateTime.parse(text).toInstant();
      if (time.isAfter(EARLIEST) && time.isBefore(LATEST)) {
        return new Due(time, null);
      }
    } catch (DateTimeException e) {
      throw refused(text, e);
    }
    throw refused(text, null);
  }

  /**
   * The instant that is meant.
   *
   * @param now what time it is at Redis
   */
  Instant from(Instant now) {
    if (time != null) {
      return time;
    }
    return now.plus(delay == null ? Duration.ZERO : delay);
  }

  private static IllegalArgumentException refused(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "Not a time: \""
            + text
            + "\". Allowed is ISO-8601 with its zone, as 2026-12-24T18:00:00Z or"
            + " 2026-12-24T18:00+01:00, or + and a duration from now, as +90s or +2h.",
        cause);
  }
}

package dev.bifrost.protocol;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may happen.
 *
 * @param count so many times, 1 or more
 * @param per in each such time: a second, a minute or an hour
 */
public record Rate(int count, Duration per) {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,7})\\s*/\\s*([smh])");

  /**
   * @throws IllegalArgumentException if the count is not positive or the time is another one
   */
  public Rate {
    if (count < 1 || unit(per).isEmpty()) {
      throw new IllegalArgumentException("Not a rate: " + count + " per " + per);
    }
  }

  /**
   * Reads {@code 100/s}, {@code 20/m} or {@code 5/h}.
   *
   * @throws IllegalArgumentException if the text is no rate
   */
  public static Rate parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "Not a rate: \""
              + ObjectReader.shown(text)
              + "\". Allowed is a number for each second, minute or hour, as 100/s, 20/m or 5/h.");
    }
    Duration per =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          default -> Duration.ofHours(1);
        };
    return new Rate(Integer.parseInt(matcher.group(1)), per);
  }

  /** As it is written: {@code 100/s}. */
  @Override
  public String toString() {
    return count + "/" + unit(per);
  }

  private static String unit(Duration per) {
    if (per.equals(Duration.ofSeconds(1))) {
      return "s";
    }
    if (per.equals(Duration.ofMinutes(1))) {
      return "m";
    }
    return per.equals(Duration.ofHours(1)) ? "h" : "";
  }
}

package dev.bifrost.protocol;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory.
 *
 * @param bytes 0 or more
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,15})\\s*([kmgKMG]?)(?:i?[bB])?");

  /**
   * @throws IllegalArgumentException if {@code bytes} is negative
   */
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("Not a size: " + bytes + " bytes. Allowed is 0 or more.");
    }
  }

  /** So many units of 1,048,576 bytes. */
  public static ByteSize ofMebibytes(long mebibytes) {
    return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
  }

  /**
   * Reads {@code 1048576}, {@code 1024k}, {@code 256m}, {@code 2g} (powers of 1,024; upper case and
   * a following {@code B} or {@code iB} are the same).
   *
   * @throws IllegalArgumentException if the text is no size
   */
  public static ByteSize parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw noSize(text);
    }
    int shift =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          default -> 0;
        };
    long number = Long.parseLong(matcher.group(1));
    if (number > Long.MAX_VALUE >> shift) {
      throw noSize(text);
    }
    return new ByteSize(number << shift);
  }

  private static IllegalArgumentException noSize(String text) {
    return new IllegalArgumentException(
        "Not a size: \""
            + ObjectReader.shown(text)
            + "\". Allowed are bytes or a number with k, m or g, as 256m.");
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** For people: {@code 512 B}, {@code 1.5 MiB}. */
  @Override
  public String toString() {
    if (bytes < 1 << 10) {
      return bytes + " B";
    }
    if (bytes < 1 << 20) {
      return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
    }
    if (bytes < 1 << 30) {
      return String.format(Locale.ROOT, "%.1f MiB", bytes / (1024.0 * 1024));
    }
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (1024.0 * 1024 * 1024));
  }
}

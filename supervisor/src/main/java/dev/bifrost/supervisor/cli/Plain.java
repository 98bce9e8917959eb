package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.DurationText;
import java.time.Duration;
import java.util.Locale;

/** Turns values into short text for people. */
final class Plain {

  private Plain() {}

  /** Text of a stranger that cannot command the terminal: control characters become visible. */
  static String text(String foreign) {
    StringBuilder plain = new StringBuilder(foreign.length());
    foreign
        .codePoints()
        .forEach(
            c ->
                plain.appendCodePoint(
                    Character.isISOControl(c) && c != '\n' && c != '\t' ? '\uFFFD' : c));
    return plain.toString();
  }

  static String duration(Duration duration) {
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return duration.toMillis() + " ms";
    }
    if (duration.compareTo(Duration.ofMinutes(2)) < 0) {
      return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d",
        duration.toHours(),
        duration.toMinutesPart(),
        duration.toSecondsPart());
  }

  static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.2f s", seconds);
  }

  static String size(long bytes) {
    return new ByteSize(Math.max(0, bytes)).toString();
  }

  /** As it is written in options. */
  static String exact(Duration duration) {
    return DurationText.format(duration);
  }
}

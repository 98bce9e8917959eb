package dev.bifrost.protocol;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The grammar that execution IDs and queue names share. */
final class Identifiers {

  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final int SHOWN = 40;

  private Identifiers() {}

  static String check(String kind, @Nullable String value) {
    if (value == null || !ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "Not "
              + kind
              + ": "
              + shown(value)
              + ". Allowed are 1 to 128 letters, digits, '.', '_' and '-', the first a letter or a"
              + " digit.");
    }
    return value;
  }

  private static String shown(@Nullable String value) {
    if (value == null) {
      return "nothing";
    }
    StringBuilder shown = new StringBuilder("\"");
    value
        .codePoints()
        .limit(SHOWN)
        .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
    shown.append('"');
    if (value.length() > SHOWN) {
      shown.append("… (").append(value.length()).append(" characters)");
    }
    return shown.toString();
  }
}

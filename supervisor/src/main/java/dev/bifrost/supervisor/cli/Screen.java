package dev.bifrost.supervisor.cli;

import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the person who typed a command.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is one
 * @param rows its height; empty if unknown
 * @param columns its width; empty if unknown
 * @param colours whether text on a terminal may have colours
 */
record Screen(boolean out, boolean err, OptionalInt rows, OptionalInt columns, boolean colours) {

  /** Output that nobody looks at: a file, a pipe, a test. */
  static final Screen NONE =
      new Screen(false, false, OptionalInt.empty(), OptionalInt.empty(), false);

  /** What {@code scripts/bifrost} tells: the streams that are terminals, and rows and columns. */
  static final String PROPERTY = "bifrost.terminal";

  private static final Pattern TOLD = Pattern.compile("(?:(out),?)?(err)?(?::(\\d+) (\\d+))?");
  private static final int NARROWEST = 60;
  private static final int WIDEST = 120;
  private static final int USUAL = 80;

  /** That of this process. */
  static Screen ofThisProcess(Map<String, String> environment) {
    // Java itself cannot tell whether standard error is a terminal, nor how wide one is.
    return of(System.getProperty(PROPERTY, ""), environment);
  }

  /**
   * Reads what was told.
   *
   * @param told as {@code out,err:24 80}; what is not understood counts as no terminal
   */
  static Screen of(String told, Map<String, String> environment) {
    Matcher matcher = TOLD.matcher(told);
    if (!matcher.matches()) {
      return NONE;
    }
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "").equals("dumb");
    return new Screen(
        matcher.group(1) != null,
        matcher.group(2) != null,
        number(matcher.group(3)),
        number(matcher.group(4)),
        !plain);
  }

  /** Colours for what goes to standard output. */
  Palette palette() {
    return new Palette(out && colours);
  }

  /** The width of help: that of the terminal, within what is good to read. */
  int helpWidth() {
    return Math.min(WIDEST, Math.max(NARROWEST, columns.orElse(USUAL)));
  }

  /** A line that does not wrap; as it is where nobody looks, or the width is unknown. */
  String fit(String line) {
    if (!out || columns.isEmpty() || line.length() <= columns.getAsInt()) {
      return line;
    }
    return line.substring(0, Math.max(0, columns.getAsInt() - 1)) + "…";
  }

  private static OptionalInt number(@Nullable String digits) {
    // A terminal that does not know its size says 0.
    return digits == null || digits.length() > 5 || Integer.parseInt(digits) == 0
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(digits));
  }
}

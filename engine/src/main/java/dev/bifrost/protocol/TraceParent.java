package dev.bifrost.protocol;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The place of an execution in somebody's trace, as W3C Trace Context writes it.
 *
 * @param text the whole {@code traceparent}
 * @param traceId the part that all of one trace share
 */
public record TraceParent(String text, String traceId) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");
  private static final int LONGEST = 512;

  /** Reads it; empty if it is none, which by the standard is the same as not being there. */
  public static Optional<TraceParent> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return text.length() <= LONGEST && matcher.matches()
        ? Optional.of(new TraceParent(text, matcher.group(1)))
        : Optional.empty();
  }

  /** That of a context. */
  static Optional<TraceParent> of(JsonNode context) {
    return parse(context.path("traceparent").asString(""));
  }
}

package dev.bifrost.protocol;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * Reads and writes JSON as the contract wants it: numbers exact, duplicate keys and {@code NaN}
 * refused, nesting and sizes bounded, times in UTC with milliseconds.
 */
public final class Json {

  /** Deeper nesting than this is refused. */
  public static final int MAX_DEPTH = 200;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(3_153_600_000L);

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /** The mapper with these settings, for code that binds values. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** A new, empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Reads one JSON value.
   *
   * @throws MalformedJsonException if the text is anything else; the message gives line and column
   */
  public static JsonNode read(String text) throws MalformedJsonException {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  /** The same for UTF-8 bytes. */
  static JsonNode read(byte[] utf8, int offset, int length) throws MalformedJsonException {
    try {
      return MAPPER.readTree(utf8, offset, length);
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  static byte[] write(JsonNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** ISO-8601 in UTC with milliseconds. */
  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** Seconds with as many digits as the duration has, up to nanoseconds. */
  static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
  }

  /**
   * The duration, without what is finer than a nanosecond.
   *
   * @throws IllegalArgumentException if it is longer than a hundred years
   */
  static Duration ofSeconds(BigDecimal seconds) {
    // Compared first: a shift of the point may not fit, or take all memory to write out.
    if (seconds.abs().compareTo(MOST_SECONDS) > 0) {
      throw new IllegalArgumentException("Not a duration: " + seconds + " seconds");
    }
    return Duration.ofNanos(seconds.movePointRight(9).longValue());
  }

  /** Embeds text that is JSON already, without reading it where that can be avoided. */
  static void putRaw(ObjectNode object, String field, @Nullable JsonText json) {
    if (json == null || json.equals(JsonText.NULL)) {
      object.putNull(field);
    } else {
      object.putRawValue(field, new RawValue(json.text()));
    }
  }

  private static MalformedJsonException malformed(JacksonException e) {
    String where =
        e.getLocation() == null || e.getLocation().getLineNr() < 1
            ? ""
            : " (line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ")";
    return new MalformedJsonException(firstLine(e.getOriginalMessage()) + where, e);
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
  }
}

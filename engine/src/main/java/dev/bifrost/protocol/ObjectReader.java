package dev.bifrost.protocol;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the fields of one JSON object and collects every problem instead of stopping at the first.
 * Absent and {@code null} are the same; unknown fields are not looked at.
 */
final class ObjectReader {

  private static final int SHOWN = 60;

  private final ObjectNode object;
  private final List<String> problems = new ArrayList<>();

  ObjectReader(ObjectNode object) {
    this.object = object;
  }

  List<String> problems() {
    return problems;
  }

  void problem(String sentence) {
    problems.add(sentence);
  }

  @Nullable String text(String field) {
    JsonNode value = present(field);
    if (value == null) {
      return null;
    }
    if (value.isString()) {
      return value.asString();
    }
    refuse(field, value, "text");
    return null;
  }

  @Nullable Boolean flag(String field) {
    JsonNode value = present(field);
    if (value == null) {
      return null;
    }
    if (value.isBoolean()) {
      return value.asBoolean();
    }
    refuse(field, value, "true or false");
    return null;
  }

  @Nullable Long whole(String field, long least, long most) {
    JsonNode value = present(field);
    if (value == null) {
      return null;
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      long number = value.asLong();
      if (number >= least && number <= most) {
        return number;
      }
    }
    refuse(field, value, "a whole number from " + least + " to " + most);
    return null;
  }

  @Nullable Integer count(String field, int least, int most) {
    Long value = whole(field, least, most);
    return value == null ? null : Math.toIntExact(value);
  }

  @Nullable BigDecimal number(String field, double least, double most) {
    JsonNode value = present(field);
    if (value == null) {
      return null;
    }
    // Compared as it is: a double cannot hold every number that JSON can write.
    if (value.isNumber()
        && value.decimalValue().compareTo(BigDecimal.valueOf(least)) >= 0
        && value.decimalValue().compareTo(BigDecimal.valueOf(most)) <= 0) {
      return value.decimalValue();
    }
    refuse(field, value, "a number from " + shortest(least) + " to " + shortest(most));
    return null;
  }

  @Nullable Duration seconds(String field, long most) {
    BigDecimal value = number(field, 0, (double) most);
    return value == null ? null : Json.ofSeconds(value);
  }

  @Nullable ObjectNode object(String field) {
    JsonNode value = present(field);
    if (value == null) {
      return null;
    }
    if (value instanceof ObjectNode found) {
      return found;
    }
    refuse(field, value, "an object");
    return null;
  }

  /** An array of nothing but text. */
  @Nullable List<String> texts(String field) {
    JsonNode value = present(field);
    if (value == null) {
      return null;
    }
    if (value.isArray() && value.valueStream().allMatch(JsonNode::isString)) {
      return value.valueStream().map(JsonNode::asString).toList();
    }
    refuse(field, value, "an array of text");
    return null;
  }

  /** Text in a form of its own; the constructor's complaint becomes the problem. */
  <T> @Nullable T parsed(String field, Function<String, T> parser) {
    String text = text(field);
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      problem(field + ": " + e.getMessage());
      return null;
    }
  }

  private @Nullable JsonNode present(String field) {
    JsonNode value = object.get(field);
    return value == null || value.isNull() ? null : value;
  }

  private void refuse(String field, JsonNode value, String allowed) {
    problem(field + ": must be " + allowed + ", but is " + shown(value.toString()));
  }

  /** The text, or its head if it is long. */
  static String shown(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  private static String shortest(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }
}

package dev.bifrost.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A key in which {@code {name}} stands for the parameter of that name; for nothing where there is
 * no such parameter.
 *
 * @param text as it is written
 */
public record KeyPattern(String text) {

  private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");
  private static final int LONGEST = 1_000;

  /** The key for an execution with these parameters; over-long ones are told apart by a digest. */
  String resolve(ObjectNode parameters) {
    Matcher matcher = PLACE.matcher(text);
    StringBuilder key = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(
          key, Matcher.quoteReplacement(shown(parameters.path(matcher.group(1)))));
    }
    matcher.appendTail(key);
    return key.length() <= LONGEST ? key.toString() : KeyDigest.of(key.toString()).value();
  }

  private static String shown(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    return value.isString() ? value.stringValue() : value.toString();
  }
}

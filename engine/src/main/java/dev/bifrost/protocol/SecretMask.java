package dev.bifrost.protocol;

import dev.bifrost.protocol.ExecutionResult.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces secrets by {@value #STARS} wherever they stand in a text, as they are or with the
 * escapes of JSON. A secret of several lines is also masked line by line, as it would be logged.
 * Immutable.
 */
public final class SecretMask {

  /** What stands in a secret's place. */
  public static final String STARS = "***";

  /** Hides nothing. */
  public static final SecretMask NONE = new SecretMask(Secrets.NONE);

  private final List<String> hidden;

  /** A mask for these values. */
  public SecretMask(Secrets secrets) {
    // The longest first: another secret may be a part of it.
    hidden =
        secrets.values().values().stream()
            .flatMap(value -> Stream.concat(Stream.of(value), value.lines().map(String::strip)))
            .filter(part -> part.length() >= Secrets.SHORTEST)
            .flatMap(part -> Stream.of(part, escaped(part)))
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** Whether nothing is hidden. */
  public boolean isEmpty() {
    return hidden.isEmpty();
  }

  /** The text without secrets; the same object if there are none in it. */
  public String mask(String text) {
    String masked = text;
    for (String secret : hidden) {
      masked = masked.replace(secret, STARS);
    }
    return masked.equals(text) ? text : masked;
  }

  /** The line without secrets. */
  public LogLine mask(LogLine line) {
    String message = mask(line.message());
    String logger = mask(line.logger());
    return message.equals(line.message()) && logger.equals(line.logger())
        ? line
        : new LogLine(line.timestamp(), line.level(), logger, message, line.source());
  }

  /**
   * The JSON without secrets in its texts, keys and numbers. A number that holds one becomes text.
   */
  public JsonText mask(JsonText json) {
    if (hidden.stream().noneMatch(json.text()::contains)) {
      return json;
    }
    try {
      return JsonText.of(masked(Json.read(json.text())));
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException("Not JSON", e);
    }
  }

  /** The result without secrets in anything that came from the execution. */
  public ExecutionResult mask(ExecutionResult result) {
    if (isEmpty()) {
      return result;
    }
    Failure failure = result.failure();
    Death death = result.death();
    return new ExecutionResult(
        result.id(),
        result.status(),
        mask(result.result()),
        failure == null ? null : new Failure(mask(failure.message()), mask(failure.type())),
        result.duration(),
        result.logs().stream().map(this::mask).toList(),
        result.logsTruncated(),
        mask(result.variables()),
        result.usage(),
        death == null ? null : mask(death),
        result.warnings().stream().map(this::mask).toList());
  }

  private Death mask(Death death) {
    return new Death(
        death.cause(),
        death.exitCode(),
        death.signal(),
        mask(death.message()),
        maskOrNull(death.threadDump()),
        maskOrNull(death.crashReport()),
        maskOrNull(death.lastOutput()));
  }

  private @Nullable String maskOrNull(@Nullable String text) {
    return text == null ? null : mask(text);
  }

  private JsonNode masked(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = Json.object();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        String name = mask(field.getKey());
        // Two keys may become one; then both are worth as much.
        copy.set(name, masked(field.getValue()));
      }
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode();
      array.forEach(element -> copy.add(masked(element)));
      return copy;
    }
    if (node.isString() || node.isNumber()) {
      String text = node.isString() ? node.stringValue() : node.toString();
      String masked = mask(text);
      return masked.equals(text) ? node : node.isNumber() ? text(STARS) : text(masked);
    }
    return node;
  }

  private static JsonNode text(String text) {
    return Json.mapper().getNodeFactory().stringNode(text);
  }

  private static String escaped(String text) {
    String quoted = text(text).toString();
    return quoted.substring(1, quoted.length() - 1);
  }

  /** How many texts are hidden, and none of them. */
  @Override
  public String toString() {
    return "SecretMask[" + new TreeSet<>(hidden).size() + "]";
  }
}

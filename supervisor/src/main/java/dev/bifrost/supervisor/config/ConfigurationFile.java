package dev.bifrost.supervisor.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * A configuration file: YAML whose nested maps spell the keys, so that {@code redis: {uri: x}} and
 * {@code redis.uri: x} are the same. Values keep the text that was written.
 */
final class ConfigurationFile {

  // The reader finds the second of two equal keys itself, across nesting, and knows both lines.
  private static final YAMLFactory YAML =
      YAMLFactory.builder().disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;
  private final Path base;
  private final Map<String, Found> found = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param file absolute
   */
  ConfigurationFile(Path file) {
    this.file = file;
    this.base = file.resolveSibling("");
  }

  /** What stands in the file, by the names of the keys; what is unfit becomes a problem. */
  Map<String, Found> read() {
    try (JsonParser parser =
        YAML.createParser(ObjectReadContext.empty(), Files.newInputStream(file))) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        map(parser, "");
        if (parser.nextToken() != null) {
          problem(line(parser), "there is more than one document. Allowed is one.");
        }
      } else if (first != null && first != JsonToken.VALUE_NULL) {
        problem(line(parser), "is no map of keys. Allowed is YAML as \"redis.uri: redis://host\".");
      }
    } catch (NoSuchFileException e) {
      problem(null, "there is no such file.");
    } catch (IOException e) {
      problem(null, "cannot be read: " + e.getMessage());
    } catch (JacksonException e) {
      problem(
          e.getLocation() == null ? null : e.getLocation().getLineNr(),
          "is not valid YAML: " + firstLine(e));
    }
    return found;
  }

  List<Problem> problems() {
    return problems;
  }

  /** Reads one map; false if it has no key. */
  private boolean map(JsonParser parser, String prefix) {
    boolean any = false;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      any = true;
      String name = prefix + parser.currentName();
      int line = line(parser);
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        if (!map(parser, name + ".")) {
          enter(name, line, Found.one(origin(line), ""));
        }
      } else if (token == JsonToken.START_ARRAY) {
        List<String> items = list(parser, name);
        enter(name, line, Found.many(origin(line), items));
      } else {
        // What is null, or a map without keys, still names a pool or a queue.
        boolean empty = token == JsonToken.VALUE_NULL;
        enter(name, line, Found.one(origin(line), empty ? "" : scalar(parser, name)));
      }
    }
    return any;
  }

  private List<String> list(JsonParser parser, String name) {
    List<String> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (token.isStructStart()) {
        problems.add(
            new Problem(name, origin(line(parser)).text(), "has an item that is no plain value."));
        parser.skipChildren();
      } else {
        items.add(scalar(parser, name));
      }
    }
    return items;
  }

  private String scalar(JsonParser parser, String name) {
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      problems.add(
          new Problem(
              name,
              origin(line(parser)).text(),
              "is an alias. Allowed is the value itself: aliases are not followed."));
    }
    return String.valueOf(parser.getString());
  }

  private void enter(String name, int line, Found value) {
    Found earlier = found.putIfAbsent(name, value);
    if (earlier != null) {
      problems.add(
          new Problem(
              name,
              origin(line).text(),
              "stands there twice, first in " + earlier.origin() + ". Allowed is once."));
    }
  }

  private void problem(@Nullable Integer line, String reason) {
    problems.add(
        new Problem(
            "configuration file", line == null ? file.toString() : origin(line).text(), reason));
  }

  private Origin origin(int line) {
    return new Origin(file + " line " + line, base);
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }

  private static String firstLine(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    return message.lines().findFirst().orElse("unreadable");
  }
}

package dev.bifrost.supervisor.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line says about the configuration.
 *
 * @param file the configuration file it names
 * @param values the options that set a key, by the key's name
 */
public record Options(Optional<Path> file, Map<String, Option> values) {

  /** A command line that says nothing. */
  public static final Options NONE = new Options(Optional.empty(), Map.of());

  /**
   * One option.
   *
   * @param spelling as people write it, such as {@code --redis}
   * @param items its values, at least one
   */
  public record Option(String spelling, List<String> items) {

    /** Copies the list. */
    public Option {
      items = List.copyOf(items);
      if (items.isEmpty()) {
        throw new IllegalArgumentException(spelling + " has no value");
      }
    }

    Found found(Path workingDirectory) {
      Origin origin = new Origin(spelling, workingDirectory);
      // A repeated option is a list; a single one may still be a list in one line.
      return items.size() == 1 ? Found.one(origin, items.get(0)) : Found.many(origin, items);
    }
  }

  /** Copies the map. */
  public Options {
    values = Map.copyOf(values);
  }

  /** The same with one more option. */
  public Options with(String key, String spelling, List<String> items) {
    Map<String, Option> more = new LinkedHashMap<>(values);
    more.put(key, new Option(spelling, items));
    return new Options(file, more);
  }
}

package dev.bifrost.supervisor.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line says about the configuration.
 *
 * @param file the configuration file it names
 * @param values the options that set a key, by the key's name
 * @param defaulted keys that keep their default, whatever any source says
 */
public record Options(Optional<Path> file, Map<String, Option> values, Set<String> defaulted) {

  /** A command line that says nothing. */
  public static final Options NONE = new Options(Optional.empty(), Map.of(), Set.of());

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

  /** A command line that names a configuration file, or none. */
  public static Options of(Optional<Path> file) {
    return new Options(file, Map.of(), Set.of());
  }

  /** Copies map and set. */
  public Options {
    values = Map.copyOf(values);
    defaulted = Set.copyOf(defaulted);
  }

  /** The same with one more option. */
  public Options with(String key, String spelling, List<String> items) {
    Map<String, Option> more = new LinkedHashMap<>(values);
    more.put(key, new Option(spelling, items));
    return new Options(file, more, defaulted);
  }

  /** The same, with one more key that keeps its default. */
  public Options without(String key) {
    Set<String> more = new HashSet<>(defaulted);
    more.add(key);
    return new Options(file, values, more);
  }
}

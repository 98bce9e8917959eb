package dev.bifrost.supervisor.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of one process: its settings, and where each value comes from.
 *
 * @param settings what is to be done
 * @param entries every key, in the order of the table, and what pools and queues have for
 *     themselves
 */
public record Configuration(Settings settings, List<Entry> entries) {

  /**
   * One key for people.
   *
   * @param key its name
   * @param value its value, secrets masked; empty text if it has none
   * @param origin where the value was written, or {@code default}
   * @param meaning what it is
   */
  public record Entry(String key, String value, String origin, String meaning) {}

  /** Copies the list. */
  public Configuration {
    entries = List.copyOf(entries);
  }

  /**
   * Reads the command line, the environment, the configuration file and the defaults; each wins
   * over those that follow it.
   *
   * @throws ConfigurationException with every problem that there is
   */
  public static Configuration load(Options options, Surroundings surroundings)
      throws ConfigurationException {
    Sources sources = new Sources(surroundings);
    Written written = sources.collect(options);
    Values values = new Values(surroundings, written);
    Settings settings = new SettingsReader(values).read();
    List<Problem> problems = new ArrayList<>(sources.problems());
    problems.addAll(values.problems());
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    List<Entry> entries = new ArrayList<>();
    Keys.ALL.forEach(key -> entries.add(entry(key, values)));
    written.found().keySet().stream()
        .flatMap(text -> ScopedNames.inKey(text).stream())
        .forEach(meant -> entries.add(entry(meant.key().of(meant.name()), values)));
    return new Configuration(settings, entries);
  }

  private static <T> Entry entry(Key<T> key, Values values) {
    return new Entry(
        key.name(),
        values.find(key).map(key.form()::show).orElse(""),
        values.origin(key).text(),
        key.meaning());
  }
}

package dev.bifrost.engine;

import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/** The system properties as they were before an execution. */
final class SystemProperties {

  private static final int MOST_NAMED = 10;

  private final Properties before = (Properties) System.getProperties().clone();

  private SystemProperties() {}

  /** As they are now. */
  static SystemProperties now() {
    return new SystemProperties();
  }

  /**
   * Puts them back if any was changed since.
   *
   * @return what was changed
   */
  Optional<String> restore() {
    Properties now = System.getProperties();
    TreeSet<String> changed = new TreeSet<>();
    for (Object key : before.keySet()) {
      if (!Objects.equals(before.get(key), now.get(key))) {
        changed.add(Cut.end(String.valueOf(key), 100));
      }
    }
    for (Object key : ((Properties) now.clone()).keySet()) {
      if (!before.containsKey(key) && key instanceof String name && !isOfJdk(name)) {
        changed.add(Cut.end(name, 100));
      }
    }
    if (changed.isEmpty()) {
      return Optional.empty();
    }
    System.setProperties((Properties) before.clone());
    return Optional.of(
        "system properties ("
            + String.join(", ", changed.stream().limit(MOST_NAMED).toList())
            + (changed.size() > MOST_NAMED ? ", …" : "")
            + ")");
  }

  /** The JDK's own classes leave some behind when they are first used, and mean them to stay. */
  private static boolean isOfJdk(String name) {
    return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
  }
}

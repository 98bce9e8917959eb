package dev.bifrost.supervisor.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was written about the keys, and how it is understood. A value that is refused becomes a
 * problem and counts as not written, so that one reading finds every problem. Not thread-safe.
 */
final class Values {

  private final Surroundings surroundings;
  private final Map<String, Found> found;
  private final Set<Problem> problems = new LinkedHashSet<>();

  /**
   * @param found by the names of the keys
   */
  Values(Surroundings surroundings, Map<String, Found> found) {
    this.surroundings = surroundings;
    this.found = Map.copyOf(found);
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Origin byDefault() {
    return new Origin("default", surroundings.workingDirectory());
  }

  Origin origin(Key<?> key) {
    Found written = found.get(key.name());
    return written == null ? byDefault() : written.origin();
  }

  /** The value of a key that always has one. */
  <T> T get(Key<T> key) {
    return find(key).orElseThrow(() -> new IllegalStateException("No default for " + key.name()));
  }

  /** The value or the default of a key; empty if it has neither. */
  <T> Optional<T> find(Key<T> key) {
    return written(key).or(() -> key.fallback().value().apply(this));
  }

  /** The value of a key if somebody wrote one that is allowed. */
  <T> Optional<T> written(Key<T> key) {
    Found written = found.get(key.name());
    if (written == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(key.form().parse(written));
    } catch (IllegalArgumentException e) {
      problem(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Reports what is wrong with a key beyond its form. */
  void problem(Key<?> key, String reason) {
    problems.add(new Problem(key.name(), origin(key).text(), reason));
  }

  List<Problem> problems() {
    return new ArrayList<>(problems);
  }
}

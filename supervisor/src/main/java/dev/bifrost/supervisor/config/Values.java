package dev.bifrost.supervisor.config;

import dev.bifrost.protocol.QueueName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was written about the keys, and how it is understood. A value that is refused becomes a
 * problem and counts as not written, so that one reading finds every problem. Not thread-safe.
 */
final class Values {

  private final Surroundings surroundings;
  private final Written written;
  private final Set<Problem> problems = new LinkedHashSet<>();

  Values(Surroundings surroundings, Written written) {
    this.surroundings = surroundings;
    this.written = written;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Origin byDefault() {
    return new Origin("default", surroundings.workingDirectory());
  }

  Origin origin(Key<?> key) {
    Found found = written.found().get(key.name());
    return found == null ? byDefault() : found.origin();
  }

  /** The value of a key that always has one. */
  <T> T get(Key<T> key) {
    return find(key).orElseThrow(() -> new IllegalStateException("No default for " + key.name()));
  }

  /** The value that holds for this pool or queue. */
  <T> T get(ScopedKey<T> key, String name) {
    return get(effective(key, name));
  }

  /** The key that decides for this pool or queue: the command line's, its own, or that of all. */
  <T> Key<T> effective(ScopedKey<T> key, String name) {
    Key<T> own = key.of(name);
    return isWritten(own) && !isOrdered(key.general()) ? own : key.general();
  }

  /** The value or the default of a key; empty if it has neither. */
  <T> Optional<T> find(Key<T> key) {
    return written(key).or(() -> key.fallback().value().apply(this));
  }

  /** The value of a key if somebody wrote one that is allowed. */
  <T> Optional<T> written(Key<T> key) {
    Found found = written.found().get(key.name());
    if (found == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(key.form().parse(found));
    } catch (IllegalArgumentException e) {
      problem(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Whether somebody wrote something about this key. */
  boolean isWritten(Key<?> key) {
    return written.found().containsKey(key.name());
  }

  /** Whether the command line sets this key. */
  boolean isOrdered(Key<?> key) {
    return written.ordered().contains(key.name());
  }

  /** What was written in all sources. */
  Written written() {
    return written;
  }

  /** The queues that have keys of their own in the file, or the one that there is anyway. */
  List<QueueName> declaredQueues() {
    return written.queues().isEmpty()
        ? List.of(QueueName.DEFAULT)
        : written.queues().stream().map(QueueName::new).toList();
  }

  /** Reports what is wrong with a key beyond its form. */
  void problem(Key<?> key, String reason) {
    problems.add(new Problem(key.name(), origin(key).text(), reason));
  }

  List<Problem> problems() {
    return new ArrayList<>(problems);
  }
}

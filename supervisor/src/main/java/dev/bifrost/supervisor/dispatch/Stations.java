package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.process.ChildId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All pools of the supervisor; each queue belongs to exactly one. Dispatcher thread.
 *
 * @param all at least one
 */
record Stations(List<Station> all) {

  Stations {
    all = List.copyOf(all);
  }

  /** Where executions of this queue run. */
  Station serving(QueueName queue) {
    return all.stream()
        .filter(station -> station.pool().settings().queues().contains(queue))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No pool serves the queue " + queue));
  }

  /**
   * The one of the pool with this name; an empty name means the only one.
   *
   * @throws IllegalArgumentException if there is none, or none is named and there are several
   */
  Station named(String name) {
    String names =
        all.stream()
            .map(station -> station.pool().settings().name())
            .collect(Collectors.joining(", "));
    if (name.isEmpty() && all.size() > 1) {
      throw new IllegalArgumentException("Which pool? It has " + names + ".");
    }
    return all.stream()
        .filter(station -> name.isEmpty() || station.pool().settings().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "It has no pool \"" + name + "\"; it has " + names + "."));
  }

  /** Where this child is; empty when it is gone. */
  Optional<Station> having(ChildId child) {
    return all.stream().filter(station -> station.pool().find(child).isPresent()).findFirst();
  }

  /** The child with this number; empty when it is gone. */
  Optional<Child> find(ChildId id) {
    return having(id).flatMap(station -> station.pool().find(id));
  }

  /** All children that are not gone. */
  List<Child> children() {
    return all.stream().flatMap(station -> station.pool().children().stream()).toList();
  }

  /** Most children of all pools together. */
  int max() {
    return all.stream().mapToInt(station -> station.pool().settings().max()).sum();
  }

  /** Whether all children are gone. */
  boolean isEmpty() {
    return all.stream().allMatch(station -> station.pool().isEmpty());
  }
}

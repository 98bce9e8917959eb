package dev.bifrost.supervisor.pool;

import dev.bifrost.supervisor.process.ChildId;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The children of a pool that are not gone; belongs to the dispatcher thread. */
final class Roster {

  private final Map<ChildId, Child> children = new LinkedHashMap<>();

  void add(Child child) {
    children.put(child.id(), child);
  }

  Optional<Child> find(ChildId id) {
    return Optional.ofNullable(children.get(id));
  }

  Optional<Child> remove(ChildId id) {
    return Optional.ofNullable(children.remove(id));
  }

  /** All of them in the order of their starts; a copy. */
  Collection<Child> all() {
    return List.copyOf(children.values());
  }

  int live() {
    return children.size();
  }

  int count(ChildState state) {
    return count(child -> child.state() == state);
  }

  /** Those that serve, or will, and stay: neither told to go nor waiting for their replacement. */
  int staying() {
    return count(
        child ->
            child.dueFor().isEmpty() && (child.state() == ChildState.STARTING || isServing(child)));
  }

  /** Those that have said {@code ready} and can still be given something. */
  int serving() {
    return count(Roster::isServing);
  }

  /** Those that have an execution in hand and were not told to go. */
  int working() {
    return count(
        child ->
            child.state() == ChildState.BUSY
                || (child.state() == ChildState.DRAINING && child.inHand().isPresent()));
  }

  /** The idle one that became idle last; one that waits for its replacement only if none else. */
  Optional<Child> warmest() {
    return children.values().stream()
        .filter(child -> child.state() == ChildState.IDLE)
        .max(
            Comparator.comparing((Child child) -> child.dueFor().isEmpty())
                .thenComparing(Child::idleSince));
  }

  /** The idle one that has been so for longest. */
  Optional<Child> coldest() {
    return children.values().stream()
        .filter(child -> child.state() == ChildState.IDLE)
        .min(Comparator.comparing(Child::idleSince));
  }

  /** The idle ones that stay, the one that has been so for longest first. */
  List<Child> coldestFirst() {
    return children.values().stream()
        .filter(child -> child.state() == ChildState.IDLE && child.dueFor().isEmpty())
        .sorted(Comparator.comparing(Child::idleSince))
        .toList();
  }

  /** The idle one that was started last. */
  Optional<Child> youngestIdle() {
    return children.values().stream()
        .filter(child -> child.state() == ChildState.IDLE)
        .max(Comparator.comparing(Child::startedAt).thenComparing(Child::id));
  }

  /** The idle ones that wait for their replacement. */
  List<Child> idleAndDue() {
    return children.values().stream()
        .filter(child -> child.state() == ChildState.IDLE && child.dueFor().isPresent())
        .toList();
  }

  private int count(Predicate<Child> which) {
    return Math.toIntExact(children.values().stream().filter(which).count());
  }

  private static boolean isServing(Child child) {
    return child.state() == ChildState.IDLE || child.state() == ChildState.BUSY;
  }
}

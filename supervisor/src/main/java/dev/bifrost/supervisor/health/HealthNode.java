package dev.bifrost.supervisor.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing in the tree.
 *
 * @param name what it is
 * @param condition how well it is; of a thing with parts at least as bad as the worst of them
 * @param reason one sentence for people; there if something is to be said
 * @param parts what it consists of
 */
public record HealthNode(
    String name, Condition condition, Optional<String> reason, List<HealthNode> parts) {

  /** Copies the list. */
  public HealthNode {
    parts = List.copyOf(parts);
  }

  static HealthNode up(String name) {
    return new HealthNode(name, Condition.UP, Optional.empty(), List.of());
  }

  static HealthNode up(String name, String note) {
    return new HealthNode(name, Condition.UP, Optional.of(note), List.of());
  }

  static HealthNode warning(String name, String reason) {
    return new HealthNode(name, Condition.WARNING, Optional.of(reason), List.of());
  }

  static HealthNode down(String name, String reason) {
    return new HealthNode(name, Condition.DOWN, Optional.of(reason), List.of());
  }

  /** A thing that is as well as the worst of its parts. */
  static HealthNode of(String name, List<HealthNode> parts) {
    Condition worst = parts.stream().map(HealthNode::condition).reduce(Condition.UP, Condition::or);
    return new HealthNode(name, worst, Optional.empty(), parts);
  }

  /** The reasons of everything that is not well, the worst first. */
  List<String> troubles() {
    List<String> troubles = new ArrayList<>();
    reason.filter(any -> condition != Condition.UP).ifPresent(troubles::add);
    parts.stream()
        .sorted((a, b) -> b.condition.compareTo(a.condition))
        .forEach(part -> troubles.addAll(part.troubles()));
    return troubles;
  }
}

package dev.bifrost.supervisor.chaos;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.chaos.Runs.Note;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds out whether executions that had to do with each other kept to that. */
final class SharedKeys {

  private final Map<Order.Shared, List<Edge>> edges = new HashMap<>();
  private final Map<String, List<ExecutionId>> firsts = new TreeMap<>();

  /** A run begins (1) or ends (-1). */
  private record Edge(long at, int change) {}

  /** This one ran; the runs are its own. */
  void ran(Order order, Runs runs) {
    order
        .same()
        .ifPresent(key -> firsts.computeIfAbsent(key, any -> new ArrayList<>()).add(order.id()));
    order
        .shares()
        .ifPresent(
            shared -> {
              List<Edge> all = edges.computeIfAbsent(shared, any -> new ArrayList<>());
              for (List<Note> notes : runs.attempts().values()) {
                all.add(new Edge(notes.stream().mapToLong(Note::at).min().orElseThrow(), 1));
                all.add(new Edge(notes.stream().mapToLong(Note::at).max().orElseThrow(), -1));
              }
            });
  }

  /** What must not be: more at once than the key allows, or a second one that ran. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    firsts.forEach(
        (key, ids) -> {
          if (ids.size() > 1) {
            problems.add("Of the idempotency key " + key + " several ran: " + ids);
          }
        });
    edges.forEach(
        (shared, all) -> {
          if (most(all) > shared.limit()) {
            problems.add(
                most(all)
                    + " ran at once with the concurrency key "
                    + shared.key()
                    + ", allowed are "
                    + shared.limit());
          }
        });
    return problems;
  }

  private static int most(List<Edge> edges) {
    int now = 0;
    int most = 0;
    for (Edge edge :
        edges.stream()
            .sorted(Comparator.comparingLong(Edge::at).thenComparingInt(Edge::change))
            .toList()) {
      now += edge.change();
      most = Math.max(most, now);
    }
    return most;
  }
}

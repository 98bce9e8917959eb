package dev.bifrost.supervisor.system;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When executions ran. */
public final class Intervals {

  private static final Pattern STARTED = Pattern.compile("\"started_at\":\"([^\"]+)\"");
  private static final Pattern FINISHED = Pattern.compile("\"finished_at\":\"([^\"]+)\"");

  private final List<Interval> all = new ArrayList<>();

  private record Interval(Instant from, Instant to) {}

  private record Edge(Instant at, int change) {}

  /** Adds the execution with this result. */
  public void add(String result) {
    all.add(new Interval(find(STARTED, result), find(FINISHED, result)));
  }

  /** How many there are. */
  public int count() {
    return all.size();
  }

  /** How many of them ran at once at most. What ended in the moment of a start was over. */
  public int mostAtOnce() {
    List<Edge> edges = new ArrayList<>();
    for (Interval one : all) {
      edges.add(new Edge(one.from, 1));
      edges.add(new Edge(one.to, -1));
    }
    edges.sort(Comparator.comparing(Edge::at).thenComparing(Edge::change));
    int now = 0;
    int most = 0;
    for (Edge edge : edges) {
      now += edge.change;
      most = Math.max(most, now);
    }
    return most;
  }

  /** Whether each started no earlier than the one that was added before it. */
  public boolean inOrder() {
    for (int index = 1; index < all.size(); index++) {
      if (all.get(index).from.isBefore(all.get(index - 1).from)) {
        return false;
      }
    }
    return true;
  }

  private static Instant find(Pattern pattern, String result) {
    Matcher matcher = pattern.matcher(result);
    if (!matcher.find()) {
      throw new AssertionError("No time in " + result);
    }
    return Instant.parse(matcher.group(1));
  }
}

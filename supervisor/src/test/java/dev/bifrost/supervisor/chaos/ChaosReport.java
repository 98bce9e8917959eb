package dev.bifrost.supervisor.chaos;

import dev.bifrost.supervisor.fault.FaultPoint;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of a run.
 *
 * @param sent executions
 * @param took from the first to the last result
 * @param blows how often each was dealt
 * @param deaths how many supervisors died at each named point
 * @param attempts how many executions ended in which attempt
 * @param lost without a result
 * @param doubled with more than one end, or none
 * @param overlaps attempts that ran beside another
 * @param violations everything that must not be; none, as a rule
 */
record ChaosReport(
    ChaosSettings settings,
    int sent,
    Duration took,
    Map<Blow, Integer> blows,
    Map<FaultPoint, Integer> deaths,
    Map<Integer, Integer> attempts,
    int lost,
    int doubled,
    int overlaps,
    List<String> violations) {

  /** One table, and below it what must not be. */
  String describe() {
    StringBuilder text = new StringBuilder();
    row(text, "what", "how much");
    row(text, "---", "---");
    row(text, "seed", settings.seed());
    row(text, "supervisors, children of each", settings.supervisors() + ", " + settings.children());
    row(text, "executions sent", sent);
    row(
        text,
        "took",
        took.toSeconds() + " s, " + sent / Math.max(1, took.toSeconds()) + " a second");
    blows.forEach((blow, count) -> row(text, words(blow), count));
    row(
        text,
        "supervisors that died at a named point",
        deaths.values().stream().mapToInt(Integer::intValue).sum());
    row(
        text,
        "at which",
        deaths.entrySet().stream()
            .map(death -> death.getKey().text() + " " + death.getValue())
            .collect(Collectors.joining(", ")));
    row(
        text,
        "executions by number of attempts",
        attempts.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining(", ")));
    row(text, "lost", lost);
    row(text, "with other than one end", doubled);
    row(text, "attempts beside another", overlaps);
    row(text, "violations", violations.size());
    violations.stream().limit(20).forEach(violation -> text.append("\n").append(violation));
    return text.toString();
  }

  private static String words(Blow blow) {
    return blow.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void row(StringBuilder text, String what, Object howMuch) {
    text.append("| ").append(what).append(" | ").append(howMuch).append(" |\n");
  }
}

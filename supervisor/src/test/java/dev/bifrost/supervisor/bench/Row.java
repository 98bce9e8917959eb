package dev.bifrost.supervisor.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * One line of the table.
 *
 * @param what was measured
 * @param unit of the values
 * @param values one of each repeat
 * @param floor the floor's values of the same repeats; empty if it has none
 * @param goal what is to be reached; empty if nothing is
 */
record Row(String what, String unit, List<Double> values, List<Double> floor, Optional<Goal> goal) {

  Row {
    values = List.copyOf(values);
    floor = List.copyOf(floor);
  }

  /**
   * A bound.
   *
   * @param ofFloor whether it bounds the ratio to the floor, not the value
   * @param atLeast whether it is a lower one
   */
  record Goal(boolean ofFloor, boolean atLeast, double bound) {

    static Optional<Goal> atMost(double bound) {
      return Optional.of(new Goal(false, false, bound));
    }

    static Optional<Goal> atMostOfFloor(double bound) {
      return Optional.of(new Goal(true, false, bound));
    }

    static Optional<Goal> atLeastOfFloor(double bound) {
      return Optional.of(new Goal(true, true, bound));
    }

    String text() {
      return (atLeast ? "≥ " : "≤ ") + number(bound) + (ofFloor ? " × floor" : "");
    }
  }

  /** No goal. */
  static Optional<Goal> none() {
    return Optional.empty();
  }

  static Row of(String what, String unit, List<Double> values, Optional<Goal> goal) {
    return new Row(what, unit, values, List.of(), goal);
  }

  double median() {
    return median(values);
  }

  /** The median of the ratios of each repeat. */
  Optional<Double> ratio() {
    if (floor.size() != values.size() || floor.isEmpty()) {
      return Optional.empty();
    }
    double[] ratios = new double[values.size()];
    for (int index = 0; index < ratios.length; index++) {
      ratios[index] = values.get(index) / floor.get(index);
    }
    return Optional.of(median(DoubleStream.of(ratios).boxed().toList()));
  }

  String spread() {
    return number(values.stream().mapToDouble(Double::doubleValue).min().orElse(0))
        + "–"
        + number(values.stream().mapToDouble(Double::doubleValue).max().orElse(0));
  }

  /** Whether the goal is reached; empty if there is none. */
  Optional<Boolean> reached() {
    return goal.map(
        bound -> {
          double found = bound.ofFloor() ? ratio().orElse(Double.NaN) : median();
          return bound.atLeast() ? found >= bound.bound() : found <= bound.bound();
        });
  }

  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The value under which this share of all values lies. */
  static double percentile(List<Double> values, double share) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  }

  static String number(double value) {
    return value >= 100 ? Long.toString(Math.round(value)) : significant(value);
  }

  private static String significant(double value) {
    double factor = value >= 10 ? 10 : value >= 1 ? 100 : 1000;
    String text = Double.toString(Math.round(value * factor) / factor);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}

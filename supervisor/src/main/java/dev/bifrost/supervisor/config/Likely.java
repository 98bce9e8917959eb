package dev.bifrost.supervisor.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses which known name was meant by an unknown one. */
public final class Likely {

  private Likely() {}

  /** The known name that differs least, if it differs by no more than a third of its letters. */
  public static Optional<String> among(Collection<String> known, String written) {
    return known.stream()
        .min(Comparator.comparingInt((String name) -> distance(name, written)))
        .filter(name -> distance(name, written) <= Math.max(2, name.length() / 3));
  }

  /** Letters to insert, delete, replace or swap with their neighbour. */
  private static int distance(String left, String right) {
    int[][] cost = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, left, right, i, j);
      }
    }
    return cost[left.length()][right.length()];
  }

  private static int step(int[][] cost, String left, String right, int i, int j) {
    int same = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
    int least = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
    boolean swapped =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}

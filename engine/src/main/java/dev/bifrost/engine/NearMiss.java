package dev.bifrost.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The name that somebody who mistyped probably meant. */
final class NearMiss {

  private static final int LONGEST = 100;

  private NearMiss() {}

  /** A sentence with the nearest of the names; empty if none is near. */
  static String hint(String written, Collection<String> names) {
    if (written.length() > LONGEST) {
      return "";
    }
    int near = Math.max(1, written.length() / 3);
    return names.stream()
        .filter(name -> name.length() <= LONGEST && distance(written, name) <= near)
        .min(Comparator.comparingInt(name -> distance(written, name)))
        .map(name -> ". Did you mean " + name + "?")
        .orElse("");
  }

  /** How many letters must be added, dropped or replaced; case and underscores do not count. */
  private static int distance(String left, String right) {
    String a = plain(left);
    String b = plain(right);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}

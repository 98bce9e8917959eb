package dev.bifrost.supervisor.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds out which pool or queue a key or a variable is about. A name may have dots and hyphens,
 * which a variable cannot: there every name that is known from elsewhere is recognized by its
 * letters and digits, and any other is taken in lower case with hyphens.
 */
final class ScopedNames {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final Map<Scope, Set<String>> known = new EnumMap<>(Scope.class);

  ScopedNames() {
    for (Scope scope : Scope.values()) {
      known.put(scope, new LinkedHashSet<>());
    }
  }

  /** One key of one pool or queue. */
  record Meant(ScopedKey<?> key, String name) {

    String text() {
      return key.of(name).name();
    }
  }

  /** There is a pool or queue of this name. */
  void learn(Scope scope, String name) {
    known(scope).add(name);
  }

  /** The name that a section without any key has, as {@code queues.mails}; empty for others. */
  static Optional<String> inSection(Scope scope, String text) {
    String prefix = scope.section() + ".";
    return text.startsWith(prefix)
        ? Optional.of(text.substring(prefix.length())).filter(ScopedNames::isName)
        : Optional.empty();
  }

  /** What a key is about; empty if it is none of a pool or queue. */
  static Optional<Meant> inKey(String text) {
    for (ScopedKey<?> key : Keys.SCOPED) {
      String prefix = key.scope().section() + ".";
      String suffix = "." + key.suffix();
      if (text.startsWith(prefix) && text.endsWith(suffix)) {
        int end = text.length() - suffix.length();
        String name = end < prefix.length() ? "" : text.substring(prefix.length(), end);
        if (isName(name)) {
          return Optional.of(new Meant(key, name));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * What a variable may be about: nothing, one thing, or several where two names that are known
   * have the same letters.
   */
  List<Meant> inVariable(String variable) {
    List<Meant> recognized = new ArrayList<>();
    List<Meant> guessed = new ArrayList<>();
    for (ScopedKey<?> key : Keys.SCOPED) {
      String prefix = Key.PREFIX + form(key.scope().section()) + "_";
      String suffix = "_" + form(key.suffix());
      int end = variable.length() - suffix.length();
      if (!variable.startsWith(prefix) || !variable.endsWith(suffix) || end <= prefix.length()) {
        continue;
      }
      String letters = variable.substring(prefix.length(), end);
      known(key.scope()).stream()
          .filter(name -> form(name).equals(letters))
          .forEach(name -> recognized.add(new Meant(key, name)));
      String guess = letters.toLowerCase(Locale.ROOT).replace('_', '-');
      if (isName(guess)) {
        guessed.add(new Meant(key, guess));
      }
    }
    if (!recognized.isEmpty()) {
      return recognized;
    }
    // Of HEAP and MAX_CHILD_HEAP the longer one is meant.
    return guessed.stream()
        .max(Comparator.comparingInt(meant -> meant.key().suffix().length()))
        .map(List::of)
        .orElse(List.of());
  }

  /** Every key that a known pool or queue could have, and those of the name in this text. */
  List<String> candidates(String text) {
    List<String> candidates = new ArrayList<>();
    for (ScopedKey<?> key : Keys.SCOPED) {
      Set<String> names = new LinkedHashSet<>(known(key.scope()));
      String[] parts = text.split("\\.", 3);
      if (parts.length == 3 && parts[0].equals(key.scope().section()) && isName(parts[1])) {
        names.add(parts[1]);
      }
      names.forEach(name -> candidates.add(key.of(name).name()));
    }
    return candidates;
  }

  private Set<String> known(Scope scope) {
    return known.computeIfAbsent(scope, unused -> new LinkedHashSet<>());
  }

  private static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  private static String form(String text) {
    return text.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}

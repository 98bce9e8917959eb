package dev.bifrost.supervisor.config;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One variable of a child's environment.
 *
 * @param name the variable
 * @param value its value; empty to pass on the supervisor's own, if it has one
 */
record EnvironmentRule(String name, Optional<String> value) {

  static final ScalarForm<EnvironmentRule> FORM =
      ScalarForm.of("NAME or NAME=value", EnvironmentRule::parse, EnvironmentRule::text)
          .masked(text -> text.replaceFirst("=.*", "=***"));

  private static final Pattern TEXT =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?", Pattern.DOTALL);

  private static EnvironmentRule parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches() || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(text);
    }
    return new EnvironmentRule(matcher.group(1), Optional.ofNullable(matcher.group(2)));
  }

  /** Adds the variable to a child's environment; a later rule for the same name wins. */
  void apply(Map<String, String> own, Map<String, String> child) {
    value.or(() -> Optional.ofNullable(own.get(name))).ifPresent(found -> child.put(name, found));
  }

  private String text() {
    return name + value.map(set -> "=" + set).orElse("");
  }
}

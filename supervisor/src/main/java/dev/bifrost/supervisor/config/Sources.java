package dev.bifrost.supervisor.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Collects what was written in all sources; the first source that says something about a key wins.
 */
final class Sources {

  /** The environment variable that names the configuration file. */
  static final String FILE_VARIABLE = Key.PREFIX + "CONFIG";

  // Kubernetes and Docker set these for every service that is called "bifrost".
  private static final Pattern SERVICE_LINK =
      Pattern.compile("BIFROST_(SERVICE_(HOST|PORT.*)|PORT(_.*)?|NAME|ENV_.*)");

  private static final Map<String, Key<?>> BY_NAME =
      Keys.ALL.stream().collect(Collectors.toMap(Key::name, key -> key));
  private static final Map<String, Key<?>> BY_VARIABLE =
      Keys.ALL.stream().collect(Collectors.toMap(Key::variable, key -> key));

  private final Surroundings surroundings;
  private final Map<String, Found> found = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  Sources(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Map<String, Found> collect(Options options) {
    options
        .values()
        .forEach(
            (name, option) -> {
              if (!BY_NAME.containsKey(name)) {
                throw new IllegalArgumentException(option.spelling() + " sets no key: " + name);
              }
              enter(name, option.found(surroundings.workingDirectory()));
            });
    environment();
    options.file().map(Path::toString).or(this::fileInEnvironment).ifPresent(this::file);
    options.defaulted().forEach(found::remove);
    return found;
  }

  List<Problem> problems() {
    return problems;
  }

  private void environment() {
    // Sorted, so that problems come in the same order every time.
    new TreeMap<>(surroundings.environment())
        .forEach(
            (variable, value) -> {
              Key<?> key = BY_VARIABLE.get(variable);
              if (key != null) {
                Origin origin = new Origin(variable, surroundings.workingDirectory());
                enter(key.name(), Found.one(origin, value));
              } else if (isMisspelt(variable)) {
                unknown(variable, "environment", BY_VARIABLE.keySet(), "variable");
              }
            });
  }

  private static boolean isMisspelt(String variable) {
    return variable.startsWith(Key.PREFIX)
        && !variable.equals(FILE_VARIABLE)
        && !SERVICE_LINK.matcher(variable).matches();
  }

  private Optional<String> fileInEnvironment() {
    return Optional.ofNullable(surroundings.environment().get(FILE_VARIABLE))
        .filter(file -> !file.isBlank());
  }

  private void file(String name) {
    ConfigurationFile file =
        new ConfigurationFile(surroundings.workingDirectory().resolve(name).normalize());
    file.read()
        .forEach(
            (key, value) -> {
              if (BY_NAME.containsKey(key)) {
                enter(key, value);
              } else {
                unknown(key, value.origin().text(), BY_NAME.keySet(), "key");
              }
            });
    problems.addAll(file.problems());
  }

  private void enter(String name, Found value) {
    if (!value.blank()) {
      found.putIfAbsent(name, value);
    }
  }

  private void unknown(String name, String origin, Set<String> known, String kind) {
    problems.add(
        new Problem(
            name,
            origin,
            "is no "
                + kind
                + " of Bifrost. "
                + Likely.among(known, name)
                    .map(likely -> "Did you mean " + likely + "?")
                    .orElse("\"bifrost config\" lists all keys.")));
  }
}

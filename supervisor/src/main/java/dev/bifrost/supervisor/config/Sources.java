package dev.bifrost.supervisor.config;

import dev.bifrost.supervisor.config.ScopedNames.Meant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  private final ScopedNames names = new ScopedNames();
  private final Set<String> pools = new LinkedHashSet<>();
  private final Set<String> queues = new LinkedHashSet<>();

  Sources(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Written collect(Options options) {
    Optional<ConfigurationFile> file =
        options.file().map(Path::toString).or(this::fileInEnvironment).map(this::open);
    Map<String, Found> inFile = file.map(ConfigurationFile::read).orElse(Map.of());
    inFile.forEach(this::learn);
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
    inFile.forEach(this::enterOfFile);
    file.ifPresent(read -> problems.addAll(read.problems()));
    options.defaulted().forEach(found::remove);
    return new Written(found, List.copyOf(pools), List.copyOf(queues), options.values().keySet());
  }

  List<Problem> problems() {
    return problems;
  }

  private void environment() {
    // Sorted, so that problems come in the same order every time, and pools before queues.
    new TreeMap<>(surroundings.environment())
        .forEach(
            (variable, value) -> {
              Found written =
                  Found.one(new Origin(variable, surroundings.workingDirectory()), value);
              Key<?> key = BY_VARIABLE.get(variable);
              if (key != null) {
                learn(key.name(), written);
                enter(key.name(), written);
              } else if (isMisspelt(variable)) {
                enterScoped(variable, written);
              }
            });
  }

  private void enterScoped(String variable, Found written) {
    List<Meant> meant = names.inVariable(variable);
    if (meant.isEmpty()) {
      Set<String> known = new LinkedHashSet<>(BY_VARIABLE.keySet());
      names.candidates("").forEach(name -> known.add(Key.variable(name)));
      unknown(variable, "environment", known, "variable");
    } else if (meant.size() > 1) {
      problems.add(
          new Problem(
              variable,
              "environment",
              "may mean "
                  + meant.stream().map(Meant::text).collect(Collectors.joining(" or "))
                  + ". Allowed is either of them in the configuration file."));
    } else if (!written.blank()) {
      learn(meant.get(0).text(), written);
      enter(meant.get(0).text(), written);
      if (meant.get(0).key().scope() == Scope.POOL) {
        pools.add(meant.get(0).name());
      }
    }
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

  private ConfigurationFile open(String name) {
    return new ConfigurationFile(surroundings.workingDirectory().resolve(name).normalize());
  }

  /** Remembers the pools and queues that this names. */
  private void learn(String key, Found value) {
    Optional<Meant> meant = ScopedNames.inKey(key);
    meant.ifPresent(found -> names.learn(found.key().scope(), found.name()));
    if (key.equals(Keys.QUEUES.name())
        || meant.filter(found -> found.key().equals(Keys.OF_POOL_QUEUES)).isPresent()) {
      try {
        Keys.QUEUES.form().parse(value).forEach(q -> names.learn(Scope.QUEUE, q.value()));
      } catch (IllegalArgumentException e) {
        // Told when the value itself is read.
        return;
      }
    }
  }

  private void enterOfFile(String key, Found value) {
    Optional<Meant> meant = ScopedNames.inKey(key);
    if (meant.isPresent()) {
      declared(meant.get().key().scope(), meant.get().name());
      enter(key, value);
    } else if (BY_NAME.containsKey(key)) {
      enter(key, value);
    } else if (!value.blank() || !isSection(key)) {
      Set<String> known = new LinkedHashSet<>(BY_NAME.keySet());
      known.addAll(names.candidates(key));
      unknown(key, value.origin().text(), known, "key");
    }
  }

  /** Whether this names a pool or a queue that has no key; it is one nevertheless. */
  private boolean isSection(String key) {
    for (Scope scope : Scope.values()) {
      Optional<String> name = ScopedNames.inSection(scope, key);
      name.ifPresent(found -> declared(scope, found));
      if (name.isPresent() || key.equals(scope.section())) {
        return true;
      }
    }
    return false;
  }

  private void declared(Scope scope, String name) {
    (scope == Scope.POOL ? pools : queues).add(name);
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

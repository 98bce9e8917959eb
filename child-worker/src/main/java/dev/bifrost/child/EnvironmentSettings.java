package dev.bifrost.child;

import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.KeySpace;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The settings of a child that is run by hand, from its environment; what is not set there is as in
 * {@link ChildSettings#DEFAULT}.
 */
final class EnvironmentSettings {

  private static final Pattern URI = Pattern.compile("rediss?(-sentinel|-cluster)?://.+");

  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  EnvironmentSettings(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Reads them all.
   *
   * @throws IllegalArgumentException if any cannot be used; names every problem, no credentials
   */
  ChildSettings read() {
    ChildSettings other = ChildSettings.DEFAULT;
    String uri = environment.getOrDefault("BIFROST_REDIS_URI", other.redisUri());
    if (!URI.matcher(uri).matches()) {
      problems.add(
          "BIFROST_REDIS_URI is no Redis URI. Allowed are redis://, rediss://, redis-sentinel:// and"
              + " redis-cluster:// with a host.");
    }
    ChildSettings settings =
        new ChildSettings(
            other.workerId(),
            uri,
            keys(),
            other.contextDeadline(),
            classPath(),
            environment.getOrDefault("BIFROST_WORKSPACE_DIR", other.workspace()),
            other.grace(),
            other.limits(),
            other.codeCache());
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join(" ", problems));
    }
    return settings;
  }

  private KeySpace keys() {
    boolean hashTags = hashTags();
    String namespace =
        environment.getOrDefault("BIFROST_REDIS_NAMESPACE", KeySpace.DEFAULT.namespace());
    try {
      return new KeySpace(namespace, hashTags);
    } catch (IllegalArgumentException e) {
      problems.add("BIFROST_REDIS_NAMESPACE: " + e.getMessage());
      return KeySpace.DEFAULT;
    }
  }

  private boolean hashTags() {
    String text = environment.getOrDefault("BIFROST_REDIS_HASH_TAGS", "false");
    if (!text.equals("true") && !text.equals("false")) {
      problems.add(
          "BIFROST_REDIS_HASH_TAGS is \"" + text + "\". Allowed are \"true\" and \"false\".");
    }
    return text.equals("true");
  }

  private List<String> classPath() {
    String text = environment.getOrDefault("BIFROST_CLASS_PATH", "");
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(text)
        .filter(entry -> !entry.isBlank())
        .toList();
  }
}

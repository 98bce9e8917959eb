package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts values in the place of references: {@code env:NAME}, a variable of the supervisor's own
 * environment, and {@code file:PATH}, a file of its host, without the line feed at its end.
 *
 * @param environment the supervisor's; its own settings, which begin with {@value #OWN}, are given
 *     to nobody
 */
public record SecretReferences(Map<String, String> environment) {

  /** What no workflow may learn in this way: how to reach Redis, above all. */
  private static final String OWN = "BIFROST_";

  /** Copies the map. */
  public SecretReferences {
    environment = Map.copyOf(environment);
  }

  /**
   * Reads small files; nothing if there are no references.
   *
   * @throws IllegalArgumentException if one cannot be resolved; names every problem, no value
   */
  public Secrets resolve(Secrets secrets) {
    if (!secrets.hasReferences()) {
      return secrets;
    }
    Map<String, String> values = new HashMap<>();
    List<String> problems = new ArrayList<>();
    new TreeMap<>(secrets.values())
        .forEach(
            (name, value) -> {
              try {
                values.put(name, checked(value(value)));
              } catch (IllegalArgumentException e) {
                problems.add("secrets." + name + ": " + e.getMessage());
              }
            });
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new Secrets(values);
  }

  private String value(String value) {
    if (value.startsWith(Secrets.ENVIRONMENT)) {
      return variable(value.substring(Secrets.ENVIRONMENT.length()));
    }
    return value.startsWith(Secrets.FILE) ? file(value.substring(Secrets.FILE.length())) : value;
  }

  private String variable(String name) {
    if (name.startsWith(OWN)) {
      throw new IllegalArgumentException(
          "the supervisor's own settings (" + OWN + "…) are given to no workflow");
    }
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "the environment of the supervisor has no variable " + name);
    }
    return value;
  }

  private static String file(String text) {
    try {
      Path path = Path.of(text);
      // Whoever opens a pipe may wait forever.
      if (!path.isAbsolute() || !Files.isRegularFile(path)) {
        throw new IllegalArgumentException(
            text + " is no file on the supervisor's host. Allowed are absolute paths");
      }
      try (InputStream input = Files.newInputStream(path)) {
        byte[] bytes = input.readNBytes(Secrets.LONGEST + 1);
        if (bytes.length > Secrets.LONGEST) {
          throw new IllegalArgumentException(
              text + " is longer than the " + Secrets.LONGEST + " bytes that are allowed");
        }
        return new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
      }
    } catch (InvalidPathException | IOException e) {
      throw new IllegalArgumentException(text + " cannot be read (" + e + ")", e);
    }
  }

  private static String checked(String value) {
    if (value.length() < Secrets.SHORTEST) {
      throw new IllegalArgumentException(
          "its value has fewer than " + Secrets.SHORTEST + " characters and could not be masked");
    }
    return value;
  }

  /** How many variables there are, and none of them. */
  @Override
  public String toString() {
    return "SecretReferences[" + environment.size() + "]";
  }
}

package dev.bifrost.protocol;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values that a workflow is given and nobody else sees.
 *
 * @param values by name; in a context a value may also be a reference, {@code env:NAME} or {@code
 *     file:PATH}, for the supervisor to resolve
 */
public record Secrets(Map<String, String> values) {

  /** No secrets. */
  public static final Secrets NONE = new Secrets(Map.of());

  /** Shorter values cannot be masked: they would be found everywhere. */
  public static final int SHORTEST = 4;

  /** Most characters of all names and values together. */
  public static final int LONGEST = 128 << 10;

  /** What a reference to a variable of the supervisor's environment begins with. */
  public static final String ENVIRONMENT = "env:";

  /** What a reference to a file of the supervisor's host begins with. */
  public static final String FILE = "file:";

  /** Copies the map. */
  public Secrets {
    values = Map.copyOf(values);
  }

  /** Whether the value stands for another one. */
  public static boolean isReference(String value) {
    return value.startsWith(ENVIRONMENT) || value.startsWith(FILE);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** Whether one of them still has to be resolved. */
  public boolean hasReferences() {
    return values.values().stream().anyMatch(Secrets::isReference);
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    new TreeMap<>(values).forEach(json::put);
    return json;
  }

  /** The names alone. */
  @Override
  public String toString() {
    return "Secrets" + new TreeMap<>(values).keySet();
  }
}

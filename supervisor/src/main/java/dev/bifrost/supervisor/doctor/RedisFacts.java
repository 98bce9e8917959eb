package dev.bifrost.supervisor.doctor;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a Redis tells about itself.
 *
 * @param info the fields of INFO
 * @param configuration the answer of CONFIG GET for what is asked of it here; empty if it is
 *     forbidden
 * @param clockAhead how far its clock is ahead of ours; negative if it is behind
 * @param roundTrip what one question takes
 */
public record RedisFacts(
    Map<String, String> info,
    Map<String, String> configuration,
    Duration clockAhead,
    Duration roundTrip) {

  /** Copies the maps. */
  public RedisFacts {
    info = Map.copyOf(info);
    configuration = Map.copyOf(configuration);
  }

  /** Reads the text of INFO. */
  public static Map<String, String> parseInfo(String text) {
    Map<String, String> info = new HashMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#") && line.contains(":"))
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              info.put(line.substring(0, colon), line.substring(colon + 1).strip());
            });
    return info;
  }

  String info(String field) {
    return info.getOrDefault(field, "");
  }

  long number(String field) {
    return HostFiles.parsed(info(field)).orElse(0);
  }
}

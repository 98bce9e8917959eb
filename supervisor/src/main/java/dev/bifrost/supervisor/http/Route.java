package dev.bifrost.supervisor.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One thing that can be asked for.
 *
 * @param method GET or POST
 * @param template its path, with names in braces where anything may stand
 * @param handler answers it
 */
record Route(String method, String template, Handler handler) {

  /** Answers requests of one route; never blocks, and may throw a {@link ProblemException}. */
  interface Handler {
    CompletionStage<? extends Answer> answer(Request request);
  }

  static Route get(String template, Handler handler) {
    return new Route("GET", template, handler);
  }

  static Route post(String template, Handler handler) {
    return new Route("POST", template, handler);
  }

  /** What stands in place of the names; empty if this is not the path. */
  Optional<Map<String, String>> match(List<String> path) {
    List<String> segments = List.of(template.substring(1).split("/"));
    if (segments.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (segment.startsWith("{")) {
        variables.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }
}

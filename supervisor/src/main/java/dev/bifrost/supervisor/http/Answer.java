package dev.bifrost.supervisor.http;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a request is answered with. */
sealed interface Answer {

  /** A whole answer with everything in it. */
  record Whole(int status, String type, String body, Map<String, String> headers)
      implements Answer {

    public Whole {
      headers = Map.copyOf(headers);
    }

    Whole with(String header, String value) {
      return new Whole(status, type, body, Map.of(header, value));
    }
  }

  /** Server-sent events that come as they happen. */
  record Events(Feed feed) implements Answer {}

  /** Data. */
  static Whole json(int status, JsonNode body) {
    return new Whole(status, "application/json", body.toString(), Map.of());
  }

  /** Data that were found. */
  static Whole json(JsonNode body) {
    return json(200, body);
  }

  /** Nothing, and nothing will come. */
  static Whole nothing() {
    return new Whole(204, "text/plain", "", Map.of());
  }
}

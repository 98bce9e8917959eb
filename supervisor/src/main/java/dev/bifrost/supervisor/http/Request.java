package dev.bifrost.supervisor.http;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.protocol.QueueName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request that has found its route.
 *
 * @param variables what stands in the path in place of the route's names
 * @param parameters the query
 * @param headers by their names in small letters, the last of each
 */
record Request(
    Map<String, String> variables,
    Map<String, List<String>> parameters,
    Map<String, String> headers,
    String body) {

  /** The execution that the path names. */
  ExecutionId execution() {
    return named("id", ExecutionId::new);
  }

  /** The queue that the path names. */
  QueueName queue() {
    return named("queue", QueueName::new);
  }

  /** A parameter of the query; empty if it is not there or empty. */
  Optional<String> parameter(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new ProblemException(400, "The parameter " + name + " is there twice.");
    }
    return values.stream().filter(value -> !value.isEmpty()).findFirst();
  }

  /** The same, understood. */
  <T> Optional<T> parameter(String name, Function<String, T> parser) {
    try {
      return parameter(name).map(parser);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(400, "The parameter " + name + ": " + e.getMessage());
    }
  }

  /** The body as a JSON object; an empty one if there is no body. */
  ObjectNode json() {
    if (body.isBlank()) {
      return Json.object();
    }
    String type = headers.getOrDefault("content-type", "");
    if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw new ProblemException(
          415, "The body must be application/json, and is \"" + type + "\". Nothing was done.");
    }
    try {
      if (Json.read(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (MalformedJsonException e) {
      throw new ProblemException(
          400, "The body is not valid JSON: " + e.getMessage() + ". Nothing was done.");
    }
    throw new ProblemException(400, "The body must be a JSON object. Nothing was done.");
  }

  /** A text of the body; empty if it is not there. */
  static Optional<String> text(ObjectNode body, String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw new ProblemException(400, "The field " + field + " must be text. Nothing was done.");
    }
    return Optional.of(value.asString());
  }

  private <T> T named(String variable, Function<String, T> parser) {
    try {
      return parser.apply(variables.getOrDefault(variable, ""));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(400, String.valueOf(e.getMessage()));
    }
  }
}

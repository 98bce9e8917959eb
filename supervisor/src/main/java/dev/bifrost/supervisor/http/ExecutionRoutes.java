package dev.bifrost.supervisor.http;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.client.ExecutionFilter;
import dev.bifrost.supervisor.client.ExecutionList;
import dev.bifrost.supervisor.client.ExecutionSummary;
import dev.bifrost.supervisor.client.Executions;
import dev.bifrost.supervisor.client.NewExecution;
import dev.bifrost.supervisor.redis.RedisLink;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sending executions and looking at them. */
final class ExecutionRoutes {

  private static final int USUAL_PAGE = 50;

  private final Executions executions;
  private final ExecutionList list;

  ExecutionRoutes(RedisLink link, Executions executions) {
    this.executions = executions;
    this.list = new ExecutionList(link);
  }

  List<Route> all() {
    return List.of(
        Route.post("/api/v1/executions", this::submit),
        Route.get("/api/v1/executions", this::page),
        Route.get("/api/v1/executions/{id}", this::show));
  }

  private CompletionStage<Answer> submit(Request request) {
    ObjectNode context = request.json();
    if (context.isEmpty()) {
      throw new ProblemException(400, "The body must be a context. Nothing was sent.");
    }
    NewExecution execution = checked(context, request.parameter("queue", QueueName::new));
    Optional<Instant> due = request.parameter("at", ExecutionRoutes::time);
    return due.map(at -> executions.schedule(execution, now -> at))
        .orElseGet(() -> executions.submit(execution))
        .thenApply(
            sent -> {
              ExecutionId id = execution.id();
              if (!sent) {
                throw new ProblemException(
                    409,
                    "Another execution has the ID "
                        + id
                        + ", and an ID runs once: this one was not sent.");
              }
              Status status = due.isPresent() ? Status.SCHEDULED : Status.PENDING;
              return Answer.json(
                      201,
                      Json.object()
                          .put("execution_id", id.value())
                          .put("queue", execution.queue().value())
                          .put("status", status.wireName()))
                  .with("location", "/api/v1/executions/" + id);
            });
  }

  private CompletionStage<Answer> page(Request request) {
    ExecutionFilter filter =
        new ExecutionFilter(
            request.parameter("status", ExecutionRoutes::status),
            request.parameter("queue", QueueName::new));
    int limit = request.parameter("limit", ExecutionRoutes::limit).orElse(USUAL_PAGE);
    Optional<String> cursor =
        request.parameter(
            "cursor",
            text -> {
              ExecutionList.checkCursor(text);
              return text;
            });
    return list.page(filter, cursor, limit)
        .thenApply(
            page -> {
              ObjectNode json = Json.object();
              ArrayNode found = json.putArray("executions");
              page.executions().forEach(execution -> found.add(execution.toJson()));
              return Answer.json(json.put("cursor", page.cursor().orElse(null)));
            });
  }

  private CompletionStage<Answer> show(Request request) {
    ExecutionId id = request.execution();
    return executions
        .state(id)
        .thenCompose(
            state ->
                executions
                    .result(id)
                    .thenCompose(
                        result ->
                            executions
                                .knows(id)
                                .thenApply(
                                    known -> {
                                      if (!known) {
                                        throw unknown(id);
                                      }
                                      return shown(id, state, result);
                                    })));
  }

  private static Answer shown(ExecutionId id, Map<String, String> state, Optional<String> result) {
    JsonNode ended = result.map(ExecutionRoutes::parsed).orElse(null);
    String status =
        ended == null
            ? ExecutionSummary.status(state.get("status")).wireName()
            : ended.path("status").asString("");
    ObjectNode json = Json.object().put("execution_id", id.value()).put("status", status);
    ObjectNode fields = json.putObject("state");
    state.forEach(fields::put);
    json.set("result", ended);
    return Answer.json(json);
  }

  /** Nothing is known of it. */
  static ProblemException unknown(ExecutionId id) {
    return new ProblemException(
        404,
        "There is no execution "
            + id
            + ": it was never sent to this Redis, or its result has expired.");
  }

  /** Who asked, and why, as the body of a request says it. */
  static CancelRequest asked(ObjectNode body) {
    return new CancelRequest(
        Request.text(body, "by").orElse("http"), Request.text(body, "reason").orElse(null));
  }

  private static NewExecution checked(ObjectNode context, Optional<QueueName> queue) {
    try {
      return NewExecution.of(context, queue);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          400, "This execution cannot be sent: " + e.getMessage() + " Nothing was sent.");
    }
  }

  private static JsonNode parsed(String result) {
    try {
      return Json.read(result);
    } catch (MalformedJsonException e) {
      // Somebody else wrote it; it is shown as it is.
      return Json.object().put("unreadable", result);
    }
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is no time. Allowed is ISO-8601 with its zone, as 2026-12-24T18:00:00Z.",
          e);
    }
  }

  private static Status status(String text) {
    return Arrays.stream(Status.values())
        .filter(status -> status.wireName().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\""
                        + text
                        + "\" is no status. Allowed is one of "
                        + Arrays.stream(Status.values())
                            .map(Status::wireName)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= ExecutionList.LARGEST_PAGE) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw badLimit(text);
    }
    throw badLimit(text);
  }

  private static IllegalArgumentException badLimit(String text) {
    return new IllegalArgumentException(
        "\""
            + text
            + "\" is no limit. Allowed is a whole number from 1 to "
            + ExecutionList.LARGEST_PAGE
            + ".");
  }
}

package dev.bifrost.supervisor.http;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.Executions;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.settlement.DeadLetters;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is done with an execution that was sent. */
final class ActionRoutes {

  private final RedisLink link;
  private final Executions executions;

  ActionRoutes(RedisLink link, Executions executions) {
    this.link = link;
    this.executions = executions;
  }

  List<Route> all() {
    return List.of(
        Route.post("/api/v1/executions/{id}/cancel", this::cancel),
        Route.post("/api/v1/executions/{id}/retry", this::retry),
        Route.post("/api/v1/executions/{id}/signal", this::signal));
  }

  private CompletionStage<Answer> cancel(Request request) {
    ExecutionId id = request.execution();
    CancelRequest wish = ExecutionRoutes.asked(request.json());
    return unfinished(id)
        .thenCompose(known -> link.time())
        .thenCompose(now -> executions.cancel(id, wish.toJson(now).text()))
        .thenCompose(before -> executions.withdraw(id).thenApply(ended -> told(id, before, ended)));
  }

  private static Answer told(ExecutionId id, Optional<CancelRequest> before, boolean ended) {
    return Answer.json(
        202,
        Json.object()
            .put("execution_id", id.value())
            .put("ended", ended)
            .put("asked_before_by", before.map(CancelRequest::by).orElse(null)));
  }

  private CompletionStage<Answer> retry(Request request) {
    ExecutionId id = request.execution();
    String by = ExecutionRoutes.asked(request.json()).by();
    return executions
        .knows(id)
        .thenCombine(executions.deadIn(id), (known, queue) -> dead(id, known, queue))
        .thenCompose(queue -> executions.retry(queue, id, by))
        .thenApply(outcome -> retried(id, outcome));
  }

  private static QueueName dead(ExecutionId id, boolean known, Optional<QueueName> queue) {
    if (queue.isEmpty() && !known) {
      throw ExecutionRoutes.unknown(id);
    }
    return queue.orElse(QueueName.DEFAULT);
  }

  private static Answer retried(ExecutionId id, DeadLetters.Outcome outcome) {
    return switch (outcome) {
      case DONE ->
          Answer.json(202, Json.object().put("execution_id", id.value()).put("retried", true));
      case NOT_DEAD ->
          throw new ProblemException(
              409, "Execution " + id + " is no dead letter. Nothing was done.");
      case EXPIRED ->
          throw new ProblemException(
              410,
              "Execution "
                  + id
                  + " cannot run again: its context has expired. It stays a dead letter.");
    };
  }

  private CompletionStage<Answer> signal(Request request) {
    ExecutionId id = request.execution();
    ObjectNode body = request.json();
    String name =
        Request.text(body, "name")
            .filter(text -> !text.isBlank())
            .orElseThrow(
                () ->
                    new ProblemException(
                        400, "The field name must be the name of the signal. Nothing was done."));
    JsonNode data = body.path("data");
    String text = data.isMissingNode() ? "null" : data.toString();
    return unfinished(id)
        .thenCompose(known -> executions.signal(id, name, text))
        .thenApply(
            entry ->
                Answer.json(
                    202, Json.object().put("execution_id", id.value()).put("signal_id", entry)));
  }

  /** Fails if nobody knows it, or it has ended. */
  private CompletionStage<Boolean> unfinished(ExecutionId id) {
    return executions
        .knows(id)
        .thenCompose(
            known -> {
              if (!known) {
                return CompletableFuture.failedStage(ExecutionRoutes.unknown(id));
              }
              return executions.hasResult(id);
            })
        .thenApply(
            ended -> {
              if (ended) {
                throw new ProblemException(
                    409, "Execution " + id + " has ended already. Nothing was done.");
              }
              return true;
            });
  }
}

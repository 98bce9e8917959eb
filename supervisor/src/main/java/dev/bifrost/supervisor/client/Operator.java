package dev.bifrost.supervisor.client;

import dev.bifrost.protocol.SupervisorAnswer;
import dev.bifrost.protocol.SupervisorCommand;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Tells supervisors what to do, over their command channels. Any thread. */
public final class Operator {

  private final RedisLink link;

  /** Through this link. */
  public Operator(RedisLink link) {
    this.link = link;
  }

  /**
   * Tells one supervisor, and waits for its answer.
   *
   * @param bound fails with a {@link java.util.concurrent.TimeoutException} after that
   */
  public CompletionStage<SupervisorAnswer> tell(
      String supervisorId,
      SupervisorCommand.Kind kind,
      String by,
      Map<String, String> arguments,
      Duration bound) {
    CompletableFuture<SupervisorAnswer> answer = new CompletableFuture<>();
    String replies = link.keys().replies(UUID.randomUUID().toString());
    Subscription subscription =
        link.subscribe(List.of(replies), text -> answer.complete(SupervisorAnswer.parse(text)));
    SupervisorCommand command = new SupervisorCommand(kind, by, Optional.of(replies), arguments);
    subscription
        .begun()
        .thenCompose(
            begun -> link.publish(link.keys().commands(supervisorId), command.toJson().text()))
        .whenComplete(
            (heard, failure) -> {
              if (failure != null) {
                answer.completeExceptionally(failure);
              }
            });
    return answer
        .orTimeout(bound.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((told, failure) -> subscription.close());
  }

  /** Has all supervisors look at their queues at once; completes when they have been told. */
  public CompletionStage<Long> refreshAll() {
    SupervisorCommand command =
        new SupervisorCommand(
            SupervisorCommand.Kind.REFRESH, "clients", Optional.empty(), Map.of());
    return link.publish(link.keys().commands(), command.toJson().text());
  }
}

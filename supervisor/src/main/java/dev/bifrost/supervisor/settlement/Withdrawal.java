package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.JournalJson;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.Provenance;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.ResultJson;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.gate.Gate;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisTrouble;
import dev.bifrost.supervisor.redis.Script;
import io.lettuce.core.KeyValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Ends executions that are cancelled while they wait: scheduled, in a queue, or for others. Nobody
 * has to have taken them, and no child is needed. Their entries stay where they are and are dropped
 * when somebody comes to them. Usable from any thread, by supervisors and operators; stages fail as
 * Redis does, and every step is safe to repeat.
 */
public final class Withdrawal {

  private static final Script WITHDRAW = Script.load("withdraw");

  private final RedisLink link;
  private final String writer;
  private final SettlementSettings settings;
  private final Gate gate;

  /**
   * @param writer who writes the results: a supervisor's ID, or another name
   */
  public Withdrawal(RedisLink link, String writer, SettlementSettings settings, Gate gate) {
    this.link = link;
    this.writer = writer;
    this.settings = settings;
    this.gate = gate;
  }

  /** What became of it. */
  public enum Outcome {
    /** Nobody wants it cancelled. */
    NOT_ASKED,
    /** It is cancelled now. */
    WITHDRAWN,
    /** It runs, or has ended: that is another's business. */
    LATE
  }

  /** What was read of an execution. */
  private record Found(
      CancelRequest request,
      @Nullable String attempt,
      @Nullable String submitted,
      @Nullable String queue,
      @Nullable String waitsAs) {}

  /**
   * Ends the execution if it waits and its cancel key is set.
   *
   * @param queue where it is known to be; empty for what its state says
   */
  public CompletionStage<Outcome> withdraw(ExecutionId id, Optional<QueueName> queue) {
    return request(id)
        .thenCompose(
            request ->
                request.isEmpty()
                    ? CompletableFuture.completedStage(Outcome.NOT_ASKED)
                    : found(id, request.get())
                        .thenCompose(
                            found ->
                                link.time().thenCompose(now -> withdraw(id, queue, found, now))));
  }

  private CompletionStage<Optional<CancelRequest>> request(ExecutionId id) {
    return link.commands()
        .get(link.keys().cancel(id))
        .handle(
            (text, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedStage(
                    Optional.ofNullable(text).map(CancelRequest::parse));
              }
              // Whatever it is, it is there, and that is what counts.
              return RedisTrouble.of(failure).kind() == RedisTrouble.Kind.WRONG_TYPE
                  ? CompletableFuture.completedStage(Optional.of(CancelRequest.parse("")))
                  : CompletableFuture.<Optional<CancelRequest>>failedStage(failure);
            })
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Found> found(ExecutionId id, CancelRequest request) {
    return link.commands()
        .hmget(link.keys().state(id), "attempt", "submitted_at", "queue", "waits_as")
        .thenApply(
            values ->
                new Found(
                    request,
                    text(values.get(0)),
                    text(values.get(1)),
                    text(values.get(2)),
                    text(values.get(3))));
  }

  private CompletionStage<Outcome> withdraw(
      ExecutionId id, Optional<QueueName> known, Found found, Instant now) {
    QueueName queue = known.or(() -> queue(found)).orElse(QueueName.DEFAULT);
    int attempt = found.attempt() == null ? 0 : Integer.parseInt(found.attempt());
    ExecutionResult result =
        ExecutionResult.failed(
            id,
            Status.CANCELLED,
            ExecutionResult.Failure.of(
                ErrorType.CANCELLED_ERROR,
                "The execution was cancelled before it ran, " + found.request().describe() + "."));
    Provenance provenance =
        new Provenance(null, writer, null, attempt, queue, submitted(found, now), null, now);
    return link.run(
            WITHDRAW,
            new ExecutionKeys(link.keys(), id).all(),
            List.of(
                found.attempt() == null ? "" : found.attempt(),
                result.status().wireName(),
                ResultJson.write(result, provenance).text(),
                Long.toString(settings.queues().of(queue).resultLifetime().toMillis()),
                Json.time(now),
                Integer.toString(settings.journalEntries()),
                JournalJson.finished(attempt, result, now).text(),
                ErrorType.CANCELLED_ERROR.wireName(),
                writer))
        .thenCompose(
            reply ->
                reply.text(0).equals("written")
                    ? cleared(id, queue, found).thenApply(done -> Outcome.WITHDRAWN)
                    : CompletableFuture.completedStage(Outcome.LATE));
  }

  private CompletionStage<Void> cleared(ExecutionId id, QueueName queue, Found found) {
    return gate.withdrawn(id, found.waitsAs())
        .thenCompose(told -> link.commands().zrem(link.keys().scheduled(queue), id.value()))
        .thenCompose(gone -> link.commands().zrem(link.keys().waiting(queue), id.value()))
        .thenApply(gone -> null);
  }

  private static Instant submitted(Found found, Instant now) {
    try {
      return found.submitted() == null ? now : Instant.parse(found.submitted());
    } catch (DateTimeException e) {
      return now;
    }
  }

  private static Optional<QueueName> queue(Found found) {
    try {
      return Optional.ofNullable(found.queue()).map(QueueName::new);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String text(KeyValue<String, String> value) {
    return value.hasValue() ? value.getValue() : null;
  }
}

package dev.bifrost.supervisor.client;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.audit.AuditTrail;
import dev.bifrost.supervisor.gate.Gate;
import dev.bifrost.supervisor.gate.GateSettings;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.Script;
import dev.bifrost.supervisor.settlement.DeadLetters;
import dev.bifrost.supervisor.settlement.SettlementSettings;
import dev.bifrost.supervisor.settlement.Withdrawal;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.SetArgs;
import io.lettuce.core.XAddArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Sends executions, looks at them, and ends them; any thread. */
public final class Executions {

  private static final Script SCHEDULE = Script.load("schedule");
  private static final Duration CONTEXT_TTL = Duration.ofDays(1);
  private static final int MOST_SIGNALS = 1_000;

  private final RedisLink link;
  private final Retention retention;
  private final AuditTrail audit;
  private final DeadLetters letters;
  private final Withdrawal withdrawal;

  /**
   * @param writer who stands in the results and in the audit that are written here
   */
  public Executions(RedisLink link, Retention retention, String writer) {
    this.link = link;
    this.retention = retention;
    this.audit = new AuditTrail(link, writer);
    this.letters = new DeadLetters(link, retention.journalEntries());
    // It serves no queue: others keep what it promises.
    Gate gate = new Gate(link, GateSettings.ofClient(retention.lease(), retention.result()));
    this.withdrawal =
        new Withdrawal(
            link,
            writer,
            SettlementSettings.ofClient(retention.result(), retention.journalEntries()),
            gate);
  }

  /**
   * Sends an execution: its context, then its ID to the queue.
   *
   * @return false if another execution has this ID; nothing was written then
   */
  public CompletionStage<Boolean> submit(NewExecution execution) {
    return write(
        execution,
        CONTEXT_TTL,
        () ->
            link.commands()
                .xadd(
                    keys().queue(execution.queue()), Map.of("execution_id", execution.id().value()))
                .thenApply(entry -> true));
  }

  /**
   * Sends an execution that is due later: its context and its state, then its ID to the schedule.
   *
   * @param due the time, by what Redis has for now
   * @return false if another execution has this ID; nothing was written then
   */
  public CompletionStage<Boolean> schedule(NewExecution execution, UnaryOperator<Instant> due) {
    return link.time().thenCompose(now -> schedule(execution, now, due.apply(now)));
  }

  /** The terminal result as it stands in Redis; empty if there is none yet or no more. */
  public CompletionStage<Optional<String>> result(ExecutionId id) {
    return link.commands().get(keys().result(id)).thenApply(Optional::ofNullable);
  }

  /** Where the execution stands; empty if no supervisor has seen it. */
  public CompletionStage<Map<String, String>> state(ExecutionId id) {
    return link.commands().hgetall(keys().state(id));
  }

  /** Whether Redis has anything of the execution. */
  public CompletionStage<Boolean> knows(ExecutionId id) {
    return link.commands()
        .exists(keys().context(id), keys().state(id), keys().result(id), keys().events(id))
        .thenApply(found -> found > 0);
  }

  /** Whether it has its terminal result. */
  public CompletionStage<Boolean> hasResult(ExecutionId id) {
    return link.commands().exists(keys().result(id)).thenApply(found -> found > 0);
  }

  /**
   * Whether it has ended and its journal holds nothing more.
   *
   * @param last the last entry of the journal that is known; empty text for none
   */
  public CompletionStage<Boolean> isOver(ExecutionId id, String last) {
    Range.Boundary<String> from =
        last.isEmpty() ? Range.Boundary.unbounded() : Range.Boundary.excluding(last);
    // In this order: the last entry comes after the result.
    return hasResult(id)
        .thenCombine(
            link.commands()
                .xrange(
                    keys().events(id), Range.from(from, Range.Boundary.unbounded()), Limit.from(1)),
            (ended, more) -> ended && more.isEmpty());
  }

  /**
   * Sends a signal to an execution.
   *
   * @param data JSON
   * @return the signal's ID
   */
  public CompletionStage<String> signal(ExecutionId id, String name, String data) {
    String key = keys().signals(id);
    return link.commands()
        .xadd(
            key,
            XAddArgs.Builder.maxlen(MOST_SIGNALS).approximateTrimming(),
            Map.of("name", name, "data", data))
        .thenCompose(
            entry -> link.commands().expire(key, retention.result()).thenApply(bounded -> entry));
  }

  /**
   * Asks for the end of an execution; the first who asks stands in the result.
   *
   * @param request JSON, as the contract wants it
   * @return who asked before; empty if nobody did
   */
  public CompletionStage<Optional<CancelRequest>> cancel(ExecutionId id, String request) {
    CancelRequest wish = CancelRequest.parse(request);
    audit.note(
        "cancel",
        id.value(),
        wish.by(),
        wish.reason() == null ? Map.of() : Map.of("reason", wish.reason()));
    SetArgs once = SetArgs.Builder.nx().ex(retention.result());
    return link.commands()
        .set(keys().cancel(id), request, once)
        .thenCompose(
            written ->
                written != null
                    ? CompletableFuture.completedStage(Optional.<CancelRequest>empty())
                    : link.commands()
                        .get(keys().cancel(id))
                        .thenApply(text -> Optional.ofNullable(text).map(CancelRequest::parse)));
  }

  /** Ends an execution that is to be cancelled, if nobody runs it; false if somebody does. */
  public CompletionStage<Boolean> withdraw(ExecutionId id) {
    return withdrawal
        .withdraw(id, Optional.empty())
        .thenApply(outcome -> outcome == Withdrawal.Outcome.WITHDRAWN);
  }

  /**
   * The queue whose dead letter this is, by its state, or else by the lists of all queues; the
   * state may have expired before the letter was looked after.
   */
  public CompletionStage<Optional<QueueName>> deadIn(ExecutionId id) {
    return link.commands()
        .hget(keys().state(id), "queue")
        .thenCompose(
            queue ->
                queue != null
                    ? CompletableFuture.completedStage(Optional.of(new QueueName(queue)))
                    : new Queues(link).names().thenCompose(all -> deadIn(id, all)));
  }

  /**
   * Queues a dead letter again.
   *
   * @param by who does it
   */
  public CompletionStage<DeadLetters.Outcome> retry(QueueName queue, ExecutionId id, String by) {
    return audited("retry", id, by, letters.retry(queue, id, by));
  }

  /**
   * Takes a dead letter off the list.
   *
   * @param by who does it
   */
  public CompletionStage<DeadLetters.Outcome> bury(QueueName queue, ExecutionId id, String by) {
    return audited("delete", id, by, letters.delete(queue, id, by));
  }

  private CompletionStage<DeadLetters.Outcome> audited(
      String action, ExecutionId id, String by, CompletionStage<DeadLetters.Outcome> outcome) {
    return outcome.whenComplete(
        (done, failure) -> {
          if (done == DeadLetters.Outcome.DONE) {
            audit.note(action, id.value(), by, Map.of());
          }
        });
  }

  private CompletionStage<Boolean> schedule(NewExecution execution, Instant now, Instant due) {
    Duration wait = Duration.between(now, due);
    Duration lifetime = CONTEXT_TTL.plus(wait.isNegative() ? Duration.ZERO : wait);
    ExecutionId id = execution.id();
    return write(
        execution,
        lifetime,
        () ->
            link.run(
                    SCHEDULE,
                    List.of(keys().state(id), keys().result(id)),
                    List.of(
                        execution.queue().value(),
                        Json.time(due),
                        Long.toString(lifetime.toMillis())))
                .thenCompose(
                    told ->
                        link.commands()
                            .zadd(
                                keys().scheduled(execution.queue()),
                                (double) due.toEpochMilli(),
                                id.value()))
                .thenApply(added -> true));
  }

  /** Writes the context and goes on, unless another execution has the ID. */
  private CompletionStage<Boolean> write(
      NewExecution execution, Duration lifetime, Supplier<CompletionStage<Boolean>> then) {
    String key = keys().context(execution.id());
    SetArgs once = SetArgs.Builder.nx().px(lifetime.toMillis());
    return link.commands()
        .set(key, execution.context(), once)
        .thenCompose(
            written ->
                written != null
                    ? CompletableFuture.completedStage(true)
                    // The same context again is a repetition of a submission that was cut off: it
                    // runs only once.
                    : link.commands().get(key).thenApply(execution.context()::equals))
        .thenCompose(ours -> ours ? then.get() : CompletableFuture.completedStage(false));
  }

  private CompletionStage<Optional<QueueName>> deadIn(ExecutionId id, List<QueueName> queues) {
    CompletionStage<Optional<QueueName>> found = CompletableFuture.completedStage(Optional.empty());
    for (QueueName queue : queues) {
      found =
          found.thenCombine(
              link.commands().zscore(keys().dead(queue), id.value()),
              (before, score) -> score == null ? before : Optional.of(queue));
    }
    return found;
  }

  private KeySpace keys() {
    return link.keys();
  }
}

package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.AdoptedResult;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.JournalJson;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.JsonText;
import dev.bifrost.protocol.Provenance;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.ResultJson;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Beginning.Tally;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisQueue;
import dev.bifrost.supervisor.redis.Reply;
import dev.bifrost.supervisor.redis.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Ends attempts, one try at a time; every method fails as Redis does and is safe to repeat. First
 * the execution's own keys, then the queue's: who dies between the two loses nothing, because the
 * entry comes again and {@link BeginStep} sees what stands.
 */
final class EndSteps {

  private static final Script FINISH = Script.load("finish");
  private static final Script RELEASE = Script.load("release");
  private static final Script ACKNOWLEDGE = Script.load("acknowledge");
  private static final Script SET_ASIDE = Script.load("setaside");
  private static final Script REQUEUE = Script.load("requeue");

  private final RedisLink link;
  private final String supervisorId;
  private final SettlementSettings settings;

  EndSteps(RedisLink link, String supervisorId, SettlementSettings settings) {
    this.link = link;
    this.supervisorId = supervisorId;
    this.settings = settings;
  }

  /**
   * Writes the result, the final state and the last entry of the journal.
   *
   * @param age how long ago the end was known; grows while Redis does not answer
   */
  CompletionStage<Settled> finish(
      Conclusion conclusion, Disposition.Finish finish, Supplier<Duration> age) {
    return link.time().thenCompose(now -> finish(conclusion, finish, now.minus(age.get())));
  }

  private CompletionStage<Settled> finish(
      Conclusion conclusion, Disposition.Finish finish, Instant finishedAt) {
    ExecutionResult result = finish.result();
    int attempt = conclusion.begun().attempt();
    List<String> arguments =
        finishing(
            conclusion.delivery().queue(),
            attempt,
            result,
            json(conclusion, result, finishedAt),
            finishedAt);
    arguments.add(Boolean.toString(finish.exhausted()));
    if (result.failure() != null) {
      arguments.addAll(List.of("error_type", result.failure().type()));
    }
    if (conclusion.workerId() != null) {
      arguments.addAll(List.of("worker_id", conclusion.workerId()));
    }
    if (conclusion.childPid() != null) {
      arguments.addAll(List.of("child_pid", conclusion.childPid().toString()));
    }
    return link.run(FINISH, keys(conclusion).all(), arguments).thenApply(EndSteps::settled);
  }

  /** Sets the execution back to waiting, with what it has used up. */
  CompletionStage<Settled> release(Conclusion conclusion, Disposition.Retry retry) {
    return link.time()
        .thenCompose(
            now -> {
              Tally tally = retry.tally();
              List<String> fields = new ArrayList<>();
              fields.addAll(List.of("failures", Integer.toString(tally.failures())));
              fields.addAll(List.of("crashes", Integer.toString(tally.crashes())));
              if (!retry.delay().isZero()) {
                fields.addAll(List.of("due_at", Json.time(now.plus(retry.delay()))));
              }
              ExecutionResult.Failure failure = retry.result().failure();
              if (failure != null) {
                fields.addAll(List.of("error_type", failure.type()));
              }
              JsonText data =
                  JournalJson.retry(
                      conclusion.begun().attempt(), failure, retry.delay(), "it failed");
              return release(conclusion, retry.delay(), data, fields);
            });
  }

  /** Sets the execution back to waiting as it was; where no child had it, the attempt was none. */
  CompletionStage<Settled> release(Conclusion conclusion, Disposition.GiveBack giveBack) {
    int attempt = conclusion.begun().attempt();
    JsonText data = JournalJson.retry(attempt, null, Duration.ZERO, giveBack.reason());
    List<String> fields =
        conclusion.workerId() == null
            ? List.of("attempt", Integer.toString(attempt - 1))
            : List.of();
    return release(conclusion, Duration.ZERO, data, fields);
  }

  private CompletionStage<Settled> release(
      Conclusion conclusion, Duration delay, JsonText data, List<String> fields) {
    Duration life = BeginStep.neededLife(conclusion.begun().terms(), settings).plus(delay);
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(conclusion.begun().attempt()));
    arguments.add(supervisorId);
    arguments.add((delay.isZero() ? Status.PENDING : Status.SCHEDULED).wireName());
    arguments.add(data.text());
    arguments.add(Integer.toString(settings.journalEntries()));
    arguments.add(Long.toString(life.toMillis()));
    arguments.addAll(fields);
    return link.run(RELEASE, keys(conclusion).withoutCancel(), arguments)
        .thenApply(EndSteps::settled);
  }

  /** Puts a new entry, due after the delay, in the place of the delivered one. */
  CompletionStage<Settled> requeue(Delivery delivery, Duration delay) {
    return link.run(
            REQUEUE,
            List.of(delivery.stream(link.keys()), link.keys().scheduled(delivery.queue())),
            List.of(
                RedisQueue.GROUP,
                supervisorId,
                delivery.receipt(),
                delivery.id().value(),
                Long.toString(delay.toMillis())))
        .thenApply(EndSteps::settled);
  }

  /** Takes the entry out of its queue; its execution waits for others. */
  CompletionStage<Settled> setAside(Delivery delivery) {
    return link.run(
            SET_ASIDE,
            List.of(delivery.stream(link.keys()), link.keys().waiting(delivery.queue())),
            List.of(RedisQueue.GROUP, supervisorId, delivery.receipt(), delivery.id().value()))
        .thenApply(EndSteps::settled);
  }

  /** Writes the result that another execution had as this one's own. */
  CompletionStage<Settled> adopt(Delivery delivery, Beginning.Begun begun, String original) {
    return link.time()
        .thenCompose(
            now -> {
              AdoptedResult adopted = adopted(delivery, begun, original, now);
              ExecutionResult result = adopted.result();
              List<String> arguments =
                  finishing(delivery.queue(), begun.attempt(), result, adopted.json(), now);
              arguments.add("false");
              if (result.failure() != null) {
                arguments.addAll(List.of("error_type", result.failure().type()));
              }
              return link.run(
                      FINISH, new ExecutionKeys(link.keys(), delivery.id()).all(), arguments)
                  .thenApply(EndSteps::settled);
            });
  }

  /** Whether that is a result that can be adopted. */
  boolean canAdopt(Delivery delivery, Beginning.Begun begun, String original) {
    try {
      adopted(delivery, begun, original, begun.startedAt());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private AdoptedResult adopted(
      Delivery delivery, Beginning.Begun begun, String original, Instant now) {
    return ResultJson.adopt(
        original,
        delivery.id(),
        new Provenance(
            null,
            supervisorId,
            null,
            begun.attempt(),
            delivery.queue(),
            begun.submittedAt(),
            begun.startedAt(),
            now));
  }

  private List<String> finishing(
      QueueName queue, int attempt, ExecutionResult result, JsonText json, Instant now) {
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(attempt));
    arguments.add(supervisorId);
    arguments.add(result.status().wireName());
    arguments.add(json.text());
    arguments.add(Long.toString(settings.queues().of(queue).resultLifetime().toMillis()));
    arguments.add(Json.time(now));
    arguments.add(Integer.toString(settings.journalEntries()));
    arguments.add(JournalJson.finished(attempt, result, now).text());
    return arguments;
  }

  /** Whether the execution has its result. */
  CompletionStage<Boolean> hasResult(ExecutionId id) {
    return link.commands().exists(link.keys().result(id)).thenApply(found -> found > 0);
  }

  /**
   * Acknowledges and deletes the entry.
   *
   * @param dead whether the execution goes to the dead letters of its queue
   * @return {@link Settled#LATE} if the entry is not ours any more
   */
  CompletionStage<Settled> acknowledge(Delivery delivery, boolean dead) {
    return link.run(
            ACKNOWLEDGE,
            List.of(delivery.stream(link.keys()), link.keys().dead(delivery.queue())),
            List.of(
                RedisQueue.GROUP,
                supervisorId,
                delivery.receipt(),
                dead ? delivery.id().value() : ""))
        .thenApply(EndSteps::settled);
  }

  private JsonText json(Conclusion conclusion, ExecutionResult result, Instant finishedAt) {
    Instant submittedAt = conclusion.begun().submittedAt();
    Instant startedAt = conclusion.begun().startedAt();
    Duration wait = Duration.between(submittedAt, startedAt);
    return ResultJson.write(
        // A client whose clock was ahead may have submitted "later" than we started.
        result.withUsage(result.usage().withQueueWait(wait.isNegative() ? Duration.ZERO : wait)),
        new Provenance(
            conclusion.workerId(),
            supervisorId,
            conclusion.childPid(),
            conclusion.begun().attempt(),
            conclusion.delivery().queue(),
            submittedAt,
            startedAt,
            finishedAt,
            conclusion.begun().trace().orElse(null)));
  }

  private ExecutionKeys keys(Conclusion conclusion) {
    return new ExecutionKeys(link.keys(), conclusion.delivery().id());
  }

  private static Settled settled(Reply reply) {
    return reply.text(0).equals("written") ? Settled.WRITTEN : Settled.LATE;
  }
}

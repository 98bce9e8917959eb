package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.JournalJson;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.Script;
import io.lettuce.core.XAddArgs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What operators do with dead letters. The execution's own keys come first, then its queue's: who
 * is cut off between the two only has to repeat it. Stages fail as Redis does.
 */
public final class DeadLetters {

  private static final Script REVIVE = Script.load("revive");
  private static final Script EXHUME = Script.load("exhume");

  private final RedisLink link;
  private final int journalEntries;

  /**
   * @param journalEntries entries that a journal is capped at, about
   */
  public DeadLetters(RedisLink link, int journalEntries) {
    this.link = link;
    this.journalEntries = journalEntries;
  }

  /** What became of it. */
  public enum Outcome {
    /** Done as asked. */
    DONE,
    /** It is no dead letter of this queue, or not any more. */
    NOT_DEAD,
    /** Its context has expired, so it cannot run. */
    EXPIRED
  }

  /**
   * Queues a dead letter again, once, with all attempts and credits; its old result is gone.
   *
   * @param by who does it; stands in the journal
   */
  public CompletionStage<Outcome> retry(QueueName queue, ExecutionId id, String by) {
    return ifDead(
        queue,
        id,
        () ->
            link.run(
                    REVIVE,
                    new ExecutionKeys(link.keys(), id).all(),
                    List.of(Integer.toString(journalEntries), JournalJson.operated(by).text()))
                .thenCompose(
                    reply ->
                        switch (reply.text(0)) {
                          case "revived" -> exhume(queue, id, "queue");
                          case "expired" -> CompletableFuture.completedStage(Outcome.EXPIRED);
                          default -> CompletableFuture.completedStage(Outcome.NOT_DEAD);
                        }));
  }

  /**
   * Takes a dead letter off the list; its result stays for its time.
   *
   * @param by who does it; stands in the journal
   */
  public CompletionStage<Outcome> delete(QueueName queue, ExecutionId id, String by) {
    return exhume(queue, id, "")
        .thenCompose(
            outcome ->
                outcome == Outcome.DONE
                    ? journal(id, by).thenApply(written -> outcome)
                    : CompletableFuture.completedStage(outcome));
  }

  private CompletionStage<Outcome> ifDead(
      QueueName queue, ExecutionId id, Supplier<CompletionStage<Outcome>> action) {
    return link.commands()
        .zscore(link.keys().dead(queue), id.value())
        .thenCompose(
            score ->
                score == null ? CompletableFuture.completedStage(Outcome.NOT_DEAD) : action.get());
  }

  private CompletionStage<Outcome> exhume(QueueName queue, ExecutionId id, String then) {
    return link.run(
            EXHUME,
            List.of(link.keys().dead(queue), link.keys().queue(queue)),
            List.of(id.value(), then))
        .thenApply(reply -> reply.text(0).equals("written") ? Outcome.DONE : Outcome.NOT_DEAD);
  }

  // A journal that has expired is not made anew for this.
  private CompletionStage<String> journal(ExecutionId id, String by) {
    return link.commands()
        .xadd(
            link.keys().events(id),
            new XAddArgs().nomkstream().maxlen(journalEntries).approximateTrimming(),
            Map.of("type", "deleted", "data", JournalJson.operated(by).text()));
  }
}

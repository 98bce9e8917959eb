package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisQueue;
import dev.bifrost.supervisor.redis.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Looks whether executions of one queue that nobody has taken are to be cancelled: a page of each
 * place where they wait at a time, so that a look never costs much. Looks follow each other; not to
 * be used by two at once.
 */
final class CancelWatch {

  /** In a second all is seen where no more wait than these; in n seconds n times as many. */
  private static final int PAGE = 1_000;

  private static final Script UNDELIVERED = Script.load("undelivered");

  private final RedisLink link;
  private final QueueName queue;
  private final Withdrawal withdrawal;
  private long scheduledFrom;
  private long waitingFrom;
  private String queuedAfter = "";
  private String frontAfter = "";

  CancelWatch(RedisLink link, QueueName queue, Withdrawal withdrawal) {
    this.link = link;
    this.queue = queue;
    this.withdrawal = withdrawal;
  }

  /** Looks at the next pages, and cancels what is to be cancelled. */
  CompletionStage<Void> look() {
    return scheduled()
        .thenCompose(done -> waiting())
        .thenCompose(done -> queued(link.keys().queue(queue), queuedAfter))
        .thenAccept(last -> queuedAfter = last)
        .thenCompose(done -> queued(link.keys().front(queue), frontAfter))
        .thenAccept(last -> frontAfter = last);
  }

  private CompletionStage<Void> scheduled() {
    return link.commands()
        .zrange(link.keys().scheduled(queue), scheduledFrom, scheduledFrom + PAGE - 1)
        .thenCompose(
            page -> {
              scheduledFrom = page.size() < PAGE ? 0 : scheduledFrom + PAGE;
              return withdrawCancelled(page);
            });
  }

  private CompletionStage<Void> waiting() {
    return link.commands()
        .zrange(link.keys().waiting(queue), waitingFrom, waitingFrom + PAGE - 1)
        .thenCompose(
            page -> {
              waitingFrom = page.size() < PAGE ? 0 : waitingFrom + PAGE;
              return withdrawCancelled(page);
            });
  }

  private CompletionStage<String> queued(String stream, String after) {
    return link.run(
            UNDELIVERED, List.of(stream), List.of(RedisQueue.GROUP, after, Integer.toString(PAGE)))
        .thenCompose(
            reply -> {
              List<String> texts = reply.texts();
              return withdrawCancelled(texts.subList(1, texts.size()))
                  .thenApply(done -> texts.get(0));
            });
  }

  private CompletionStage<Void> withdrawCancelled(List<String> ids) {
    List<CompletableFuture<?>> looks = new ArrayList<>();
    for (String text : ids) {
      ExecutionId id = valid(text).orElse(null);
      if (id != null) {
        looks.add(
            link.commands()
                .exists(link.keys().cancel(id))
                .thenCompose(
                    set ->
                        set == 0
                            ? CompletableFuture.completedStage(null)
                            : withdrawal.withdraw(id, Optional.of(queue)).thenApply(o -> null))
                .toCompletableFuture());
      }
    }
    return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new));
  }

  private static Optional<ExecutionId> valid(String text) {
    try {
      return Optional.of(new ExecutionId(text));
    } catch (IllegalArgumentException e) {
      // Whoever takes it will reject it.
      return Optional.empty();
    }
  }
}

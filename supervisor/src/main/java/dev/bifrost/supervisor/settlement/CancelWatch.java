package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisQueue;
import dev.bifrost.supervisor.redis.Reply;
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

  private static final Script WAITING = Script.load("waiting");

  private final RedisLink link;
  private final QueueName queue;
  private final Withdrawal withdrawal;

  /** Where the next pages begin: of the schedule, of those that wait for others, of the streams. */
  private List<String> from = List.of("0", "0", "", "");

  CancelWatch(RedisLink link, QueueName queue, Withdrawal withdrawal) {
    this.link = link;
    this.queue = queue;
    this.withdrawal = withdrawal;
  }

  /** Looks at the next pages, and cancels what is to be cancelled. */
  CompletionStage<Void> look() {
    List<String> keys =
        List.of(
            link.keys().scheduled(queue),
            link.keys().waiting(queue),
            link.keys().queue(queue),
            link.keys().front(queue));
    List<String> arguments = new ArrayList<>(List.of(Integer.toString(PAGE), RedisQueue.GROUP));
    arguments.addAll(from);
    return link.run(WAITING, keys, arguments).thenCompose(this::withdrawCancelled);
  }

  private CompletionStage<Void> withdrawCancelled(Reply pages) {
    List<String> next = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int page = 0; page < pages.size(); page++) {
      List<String> texts = pages.array(page).texts();
      next.add(texts.get(0));
      ids.addAll(texts.subList(1, texts.size()));
    }
    return withdrawCancelled(ids).thenAccept(done -> from = List.copyOf(next));
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

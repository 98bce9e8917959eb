package dev.bifrost.supervisor.intake;

import com.google.common.collect.Lists;
import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisQueue;
import dev.bifrost.supervisor.redis.RedisTrouble;
import dev.bifrost.supervisor.redis.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The leases in Redis: the idle times of the pending entries. A renewal also keeps the contexts of
 * the executions alive, where their clients let them expire.
 */
public final class RedisLeases implements Leases {

  private static final Script RENEW = Script.load("renew");
  private static final Script EXTEND = Script.load("extend");
  private static final int MOST_AT_ONCE = 100;

  private final RedisLink link;
  private final String supervisorId;
  private final Duration contextMargin;

  /**
   * The leases of one supervisor.
   *
   * @param contextMargin how long contexts live at least after a renewal
   */
  public RedisLeases(RedisLink link, String supervisorId, Duration contextMargin) {
    this.link = link;
    this.supervisorId = supervisorId;
    this.contextMargin = contextMargin;
  }

  @Override
  public CompletionStage<Set<Delivery>> renew(Collection<Delivery> held) {
    Map<String, List<Delivery>> byStream =
        held.stream().collect(Collectors.groupingBy(delivery -> delivery.stream(link.keys())));
    List<CompletionStage<Set<Delivery>>> parts = new ArrayList<>();
    byStream.forEach(
        (stream, deliveries) ->
            Lists.partition(deliveries, MOST_AT_ONCE)
                .forEach(chunk -> parts.add(renew(stream, chunk))));
    Set<Delivery> lost = new HashSet<>();
    CompletionStage<Set<Delivery>> all = CompletableFuture.completedStage(lost);
    for (CompletionStage<Set<Delivery>> part : parts) {
      all =
          all.thenCombine(
              part,
              (before, more) -> {
                before.addAll(more);
                return before;
              });
    }
    return all.thenApply(Set::copyOf);
  }

  @Override
  public CompletionStage<Map<ExecutionId, CancelRequest>> cancelRequests(
      Collection<ExecutionId> ids) {
    Map<ExecutionId, CancelRequest> requests = new ConcurrentHashMap<>();
    List<CompletableFuture<?>> answers = new ArrayList<>();
    try {
      for (ExecutionId id : ids) {
        answers.add(
            cancelRequest(id)
                .thenAccept(request -> request.ifPresent(found -> requests.put(id, found)))
                .toCompletableFuture());
      }
    } catch (RuntimeException e) {
      // A closed link throws in the call; by contract it is the stage that fails.
      return CompletableFuture.failedStage(e);
    }
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(ignored -> Map.copyOf(requests));
  }

  private CompletionStage<Set<Delivery>> renew(String stream, List<Delivery> chunk) {
    List<String> arguments = new ArrayList<>(List.of(RedisQueue.GROUP, supervisorId));
    chunk.forEach(delivery -> arguments.add(delivery.receipt()));
    return link.run(RENEW, List.of(stream), arguments)
        .thenApply(
            reply -> {
              Set<String> receipts = Set.copyOf(reply.texts());
              Set<Delivery> lost = new HashSet<>();
              for (Delivery delivery : chunk) {
                if (receipts.contains(delivery.receipt())) {
                  lost.add(delivery);
                } else {
                  keepContext(delivery.id());
                }
              }
              return lost;
            });
  }

  // Best effort: the next renewal does the same, long before the margin is over.
  private void keepContext(ExecutionId id) {
    CompletionStage<?> unused =
        link.run(
            EXTEND,
            List.of(link.keys().context(id)),
            List.of(Long.toString(contextMargin.toMillis())));
  }

  private CompletionStage<Optional<CancelRequest>> cancelRequest(ExecutionId id) {
    return link.commands()
        .get(link.keys().cancel(id))
        .handle(
            (text, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedStage(
                    Optional.ofNullable(text).map(CancelRequest::parse));
              }
              if (RedisTrouble.of(failure).kind() == RedisTrouble.Kind.WRONG_TYPE) {
                // Whatever it is, it is there, and that is what counts.
                return CompletableFuture.completedStage(Optional.of(CancelRequest.parse("")));
              }
              return CompletableFuture.<Optional<CancelRequest>>failedStage(failure);
            })
        .thenCompose(stage -> stage);
  }
}

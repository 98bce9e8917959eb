package dev.bifrost.supervisor.gate;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.Script;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The fronts of the queues: where executions come that have waited for others. */
final class Front {

  private static final Script FRONT = Script.load("front");

  private final RedisLink link;

  Front(RedisLink link) {
    this.link = link;
  }

  /** Puts an execution to the front of its queue, unless it stands there; safe to repeat. */
  CompletionStage<Void> add(QueueName queue, ExecutionId id) {
    return link.run(
            FRONT,
            List.of(link.keys().front(queue), link.keys().waiting(queue)),
            List.of(id.value()))
        .thenApply(written -> null);
  }

  /** The same for executions that are spelt {@code …:queue:id}. */
  CompletionStage<Void> addAll(List<String> members) {
    return all(
        members.stream()
            .map(
                member -> {
                  String[] parts = member.split(":", -1);
                  return add(
                      new QueueName(parts[parts.length - 2]),
                      new ExecutionId(parts[parts.length - 1]));
                })
            .toList());
  }

  /** When all of these are done; fails if one does. */
  static CompletionStage<Void> all(List<? extends CompletionStage<?>> stages) {
    return CompletableFuture.allOf(
        stages.stream()
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new));
  }
}

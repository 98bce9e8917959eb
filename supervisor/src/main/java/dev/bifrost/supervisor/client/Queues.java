package dev.bifrost.supervisor.client;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.redis.RedisLink;
import io.lettuce.core.ScoredValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Looks at queues; any thread. */
public final class Queues {

  private final RedisLink link;
  private final QueueControls controls;

  /** Looks through this link. */
  public Queues(RedisLink link) {
    this.link = link;
    this.controls = new QueueControls(link);
  }

  /** Every queue that was ever seen, in order; what is no queue name is left out. */
  public CompletionStage<List<QueueName>> names() {
    return link.commands()
        .smembers(link.keys().queues())
        .thenApply(
            members -> members.stream().flatMap(name -> named(name).stream()).sorted().toList());
  }

  /** How much stands in every queue that was ever seen, and in these. */
  public CompletionStage<List<QueueDepth>> depths(Collection<QueueName> more) {
    return names()
        .thenCombine(
            link.time(),
            (seen, now) -> {
              TreeSet<QueueName> queues = new TreeSet<>(seen);
              queues.addAll(more);
              return Stages.all(queues.stream().map(queue -> depth(queue, now)).toList());
            })
        .thenCompose(stage -> stage);
  }

  private CompletionStage<QueueDepth> depth(QueueName queue, Instant now) {
    CompletableFuture<StreamDepth> streams =
        StreamDepth.of(link, link.keys().queue(queue))
            .thenCombine(StreamDepth.of(link, link.keys().front(queue)), StreamDepth::plus)
            .toCompletableFuture();
    CompletableFuture<Long> held = size(link.keys().waiting(queue));
    CompletableFuture<Long> scheduled = size(link.keys().scheduled(queue));
    CompletableFuture<Long> dead = size(link.keys().dead(queue));
    CompletableFuture<Optional<Instant>> due = nextDue(queue);
    CompletableFuture<QueueControl> control = controls.read(queue).toCompletableFuture();
    return CompletableFuture.allOf(streams, held, scheduled, dead, due, control)
        .thenApply(
            all -> {
              StreamDepth stands = streams.join();
              return new QueueDepth(
                  queue,
                  Math.max(0, stands.length() - stands.taken()),
                  stands.taken(),
                  held.join(),
                  scheduled.join(),
                  due.join(),
                  dead.join(),
                  control.join(),
                  stands.oldest().map(since -> age(since, now)));
            });
  }

  private CompletableFuture<Long> size(String sortedSet) {
    return link.commands().zcard(sortedSet).toCompletableFuture();
  }

  private CompletableFuture<Optional<Instant>> nextDue(QueueName queue) {
    return link.commands()
        .zrangeWithScores(link.keys().scheduled(queue), 0, 0)
        .thenApply(
            first ->
                first.stream()
                    .findFirst()
                    .map(ScoredValue::getScore)
                    .map(score -> Instant.ofEpochMilli(score.longValue())))
        .toCompletableFuture();
  }

  private static Duration age(Instant since, Instant now) {
    Duration age = Duration.between(since, now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** The queue of this name; empty if somebody else put it there and it is none. */
  private static Optional<QueueName> named(String name) {
    try {
      return Optional.of(new QueueName(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

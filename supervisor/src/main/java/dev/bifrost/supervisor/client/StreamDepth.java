package dev.bifrost.supervisor.client;

import dev.bifrost.supervisor.redis.RedisLink;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How much stands in one stream of a queue.
 *
 * @param length entries that are not done
 * @param taken those that a supervisor holds
 * @param oldest when the first one came that nobody has taken
 */
record StreamDepth(long length, long taken, Optional<Instant> oldest) {

  private static final String GROUP = "bifrost";
  private static final StreamDepth EMPTY = new StreamDepth(0, 0, Optional.empty());

  /** How far the consumer group has come. */
  private record Group(long pending, String lastDelivered) {

    private static final Group NONE = new Group(0, "0");

    /** The group among those that XINFO lists; none if no supervisor has served the queue yet. */
    static Group among(List<Object> groups) {
      return groups.stream()
          .map(group -> (List<?>) group)
          .filter(group -> GROUP.equals(field(group, "name")))
          .findFirst()
          .map(
              group ->
                  new Group(
                      Long.parseLong(field(group, "pending")), field(group, "last-delivered-id")))
          .orElse(NONE);
    }

    private static String field(List<?> group, String name) {
      return String.valueOf(group.get(group.indexOf(name) + 1));
    }
  }

  /** Looks at a stream. */
  static CompletionStage<StreamDepth> of(RedisLink link, String stream) {
    return link.commands()
        .xlen(stream)
        .thenCompose(
            length ->
                length == 0
                    ? CompletableFuture.completedStage(EMPTY)
                    : link.commands()
                        .xinfoGroups(stream)
                        .thenApply(Group::among)
                        .thenCompose(group -> of(link, stream, length, group)));
  }

  /** Both together. */
  StreamDepth plus(StreamDepth other) {
    Optional<Instant> first =
        oldest.isPresent() && other.oldest.isPresent()
            ? oldest.filter(other.oldest.get()::isAfter).or(other::oldest)
            : oldest.or(other::oldest);
    return new StreamDepth(length + other.length, taken + other.taken, first);
  }

  private static CompletionStage<StreamDepth> of(
      RedisLink link, String stream, long length, Group group) {
    Range<String> behind =
        Range.from(Range.Boundary.excluding(group.lastDelivered()), Range.Boundary.unbounded());
    return link.commands()
        .xrange(stream, behind, Limit.from(1))
        .thenApply(
            entries ->
                new StreamDepth(
                    length, group.pending(), entries.stream().findFirst().map(StreamDepth::time)));
  }

  private static Instant time(StreamMessage<String, String> entry) {
    return Instant.ofEpochMilli(Long.parseLong(entry.getId().split("-", 2)[0]));
  }
}

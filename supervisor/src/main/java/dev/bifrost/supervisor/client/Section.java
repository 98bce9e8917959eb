package dev.bifrost.supervisor.client;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.redis.RedisLink;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of the places in Redis where executions stand, read piece by piece.
 *
 * @param kind what sort of place
 * @param queue the queue's name; empty text where executions of all queues stand
 */
record Section(Kind kind, String queue) {

  /** The sorts of places, in the order in which they are listed. */
  enum Kind {
    /** Entries at the front of a queue. */
    FRONT,
    /** Entries of a queue. */
    QUEUE,
    /** Executions that wait for others. */
    WAITING,
    /** Executions that are due later. */
    SCHEDULED,
    /** The last ones that have ended, the newest first. */
    FINISHED;

    private static final Pattern ENTRY = Pattern.compile("(\\d{1,20}-\\d{1,20})?");
    private static final Pattern RANK = Pattern.compile("\\d{0,9}");

    /**
     * Refuses what is no position in such a place.
     *
     * @return the position
     */
    String checkPosition(String position) {
      Pattern form = this == WAITING || this == SCHEDULED ? RANK : ENTRY;
      if (!form.matcher(position).matches()) {
        throw new IllegalArgumentException("Not a position: " + position);
      }
      return position;
    }
  }

  /**
   * A piece of a section.
   *
   * @param executions those that stand there, with their queues
   * @param next where to read on; empty at the end
   */
  record Piece(List<Found> executions, Optional<String> next) {}

  /** An execution that stands there. */
  record Found(ExecutionId id, String queue) {}

  /**
   * Reads a piece.
   *
   * @param position where the one before said to go on; empty text for the beginning
   */
  CompletionStage<Piece> read(RedisLink link, String position, int count) {
    return switch (kind) {
      case FRONT -> entries(link, link.keys().front(new QueueName(queue)), position, count);
      case QUEUE -> entries(link, link.keys().queue(new QueueName(queue)), position, count);
      case WAITING -> members(link, link.keys().waiting(new QueueName(queue)), position, count);
      case SCHEDULED -> members(link, link.keys().scheduled(new QueueName(queue)), position, count);
      case FINISHED -> ended(link, position, count);
    };
  }

  private CompletionStage<Piece> entries(
      RedisLink link, String stream, String position, int count) {
    Range.Boundary<String> from =
        position.isEmpty() ? Range.Boundary.unbounded() : Range.Boundary.excluding(position);
    return link.commands()
        .xrange(stream, Range.from(from, Range.Boundary.unbounded()), Limit.from(count))
        .thenApply(
            entries ->
                new Piece(
                    entries.stream()
                        .flatMap(entry -> found(entry.getBody().get("execution_id"), queue))
                        .toList(),
                    next(entries, count)));
  }

  private CompletionStage<Piece> ended(RedisLink link, String position, int count) {
    Range.Boundary<String> to =
        position.isEmpty() ? Range.Boundary.unbounded() : Range.Boundary.excluding(position);
    return link.commands()
        .xrevrange(
            link.keys().events(), Range.from(Range.Boundary.unbounded(), to), Limit.from(count))
        .thenApply(
            entries ->
                new Piece(
                    entries.stream()
                        .filter(entry -> "finished".equals(entry.getBody().get("type")))
                        .flatMap(
                            entry ->
                                found(
                                    entry.getBody().get("execution_id"),
                                    entry.getBody().getOrDefault("queue", "")))
                        .toList(),
                    next(entries, count)));
  }

  private CompletionStage<Piece> members(RedisLink link, String set, String position, int count) {
    long from = position.isEmpty() ? 0 : Long.parseLong(position);
    return link.commands()
        .zrange(set, from, from + count - 1)
        .thenApply(
            members ->
                new Piece(
                    members.stream().flatMap(member -> found(member, queue)).toList(),
                    members.size() < count
                        ? Optional.empty()
                        : Optional.of(Long.toString(from + count))));
  }

  private static Optional<String> next(List<StreamMessage<String, String>> entries, int count) {
    return entries.size() < count
        ? Optional.empty()
        : Optional.of(entries.get(entries.size() - 1).getId());
  }

  /** What is no execution's ID is left out. */
  private static Stream<Found> found(@Nullable String id, String queue) {
    try {
      return id == null ? Stream.empty() : Stream.of(new Found(new ExecutionId(id), queue));
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }
}

package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisQueue;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.redis.Reply;
import dev.bifrost.supervisor.redis.Script;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be done for one queue from time to time. On the intake's thread. */
final class Rounds {

  private static final Logger log = LoggerFactory.getLogger(Rounds.class);
  private static final Script PROMOTE = Script.loadWithLimits("promote");
  private static final Script STANDING = Script.loadWithLimits("standing");
  private static final Script PROMOTED = Script.load("promoted");
  private static final Script RECLAIM = Script.loadWithLimits("reclaim");
  private static final Script SWEEP = Script.load("sweep");
  private static final Script ACKNOWLEDGE = Script.load("acknowledge");
  private static final int MOST_PROMOTED = 1_000;
  private static final Duration LONG_GONE = Duration.ofHours(1);

  private final RedisLink link;
  private final IntakeSettings settings;

  Rounds(RedisLink link, IntakeSettings settings) {
    this.link = link;
    this.settings = settings;
  }

  /** Makes the queue known and gives it its consumer group, where it has none. */
  void found(QueueName queue) throws RedisTroubleException, InterruptedException {
    makeKnown(queue);
    for (Source source : Source.of(queue)) {
      found(source);
    }
  }

  private void found(Source source) throws RedisTroubleException, InterruptedException {
    try {
      link.await(
          link.commands()
              .xgroupCreate(
                  // From the very beginning: what was sent before the first supervisor counts.
                  XReadArgs.StreamOffset.from(key(source), "0"),
                  RedisQueue.GROUP,
                  XGroupCreateArgs.Builder.mkstream()));
    } catch (RedisTroubleException e) {
      if (!e.trouble().reason().contains("BUSYGROUP")) {
        throw e;
      }
    }
  }

  // Only for people who list the queues: nothing is served less where it cannot be written.
  private void makeKnown(QueueName queue) throws RedisTroubleException, InterruptedException {
    try {
      link.await(link.commands().sadd(link.keys().queues(), queue.value()));
    } catch (RedisTroubleException e) {
      if (e.trouble().kind().ofTheServer()) {
        throw e;
      }
      log.warn("Queue {} cannot be listed: {}. It is served.", queue, e.getMessage());
    }
  }

  /**
   * Moves what is due from the schedule to the queue; with several supervisors each once. The same
   * question tells what operators have changed of the queue.
   */
  Promotion promote(QueueName queue) throws RedisTroubleException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(Integer.toString(MOST_PROMOTED)));
    arguments.addAll(settings.limitsOf(queue).arguments());
    Reply reply;
    do {
      reply =
          link.await(
              link.run(
                  PROMOTE,
                  List.of(
                      link.keys().scheduled(queue),
                      link.keys().queue(queue),
                      link.keys().settings(queue)),
                  arguments));
      reply.array(2).texts().forEach(this::promoted);
    } while (reply.number(0) == MOST_PROMOTED);
    return new Promotion(
        reply.text(1).isEmpty()
            ? Optional.empty()
            : Optional.of(Duration.ofMillis(reply.number(1))),
        Standing.of(reply, 3));
  }

  /** What {@link #promote} tells, for when that is refused. */
  Standing standing(QueueName queue) throws RedisTroubleException, InterruptedException {
    return Standing.of(
        link.await(
            link.run(
                STANDING,
                List.of(link.keys().settings(queue)),
                settings.limitsOf(queue).arguments())),
        0);
  }

  // Best effort and for people only: what begins an execution does not look at it.
  private void promoted(String id) {
    try {
      CompletionStage<?> unused =
          link.run(PROMOTED, List.of(link.keys().state(new ExecutionId(id))), List.of());
    } catch (IllegalArgumentException e) {
      log.debug("What was due is no execution; its entry will be dropped.", e);
    }
  }

  /**
   * Takes over what other supervisors left, and what was given to us and never arrived.
   *
   * @param known receipts that did arrive; of these those are removed that are not ours any more
   * @param most no more than these are taken, 0 or more
   */
  List<Entry> reclaim(Source source, Set<String> known, int most)
      throws RedisTroubleException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.add(RedisQueue.GROUP);
    arguments.add(settings.supervisorId());
    arguments.add(Long.toString(settings.lease().toMillis()));
    arguments.add(Integer.toString(most));
    arguments.add(Long.toString(settings.largestEntry().bytes()));
    arguments.addAll(settings.limitsOf(source.queue()).arguments());
    arguments.addAll(known);
    List<String> keys =
        List.of(
            key(source),
            key(source.other()),
            link.keys().settings(source.queue()),
            link.keys().rate(source.queue()));
    Reply reply = link.await(link.run(RECLAIM, keys, arguments));
    known.retainAll(Set.copyOf(reply.array(0).texts()));
    List<Entry> entries = new ArrayList<>();
    Reply taken = reply.array(1);
    for (int index = 0; index < taken.size(); index++) {
      entries.add(Entry.of(source, taken.array(index), 0));
    }
    return entries;
  }

  /** Acknowledges and deletes an entry that is no execution. */
  void discard(Entry entry) throws RedisTroubleException, InterruptedException {
    link.await(
        link.run(
            ACKNOWLEDGE,
            List.of(key(entry.source()), link.keys().dead(entry.queue())),
            List.of(RedisQueue.GROUP, settings.supervisorId(), entry.receipt(), "")));
  }

  /** Deletes the consumers of supervisors that are long gone and left nothing. */
  void sweep(Source source) throws RedisTroubleException, InterruptedException {
    link.await(
        link.run(
            SWEEP,
            List.of(key(source)),
            List.of(
                RedisQueue.GROUP, settings.supervisorId(), Long.toString(LONG_GONE.toMillis()))));
  }

  private String key(Source source) {
    return source.key(link.keys());
  }
}

package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisQueue;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.redis.Reply;
import dev.bifrost.supervisor.redis.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes from queues in their order, never more than their limits allow over all supervisors. On the
 * intake's thread.
 *
 * <p>What is taken and not acknowledged is what runs, so the consumer group itself counts the slots
 * that are in use: whatever lets an execution go frees its slot, and what a dead supervisor holds
 * keeps its slot until another takes it over.
 */
final class Turnstile {

  private static final Script TAKE = Script.loadWithLimits("take");

  /** Redis sends whole entries, however large; few at a time keep a bad lot of them bearable. */
  private static final int MOST_AT_ONCE = 16;

  /** So often a rate is asked at most; what it allows meanwhile comes together. */
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

  /** So seldom is looked for slots that other supervisors free; our own are told. */
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  private final RedisLink link;
  private final IntakeSettings settings;
  private Duration pause = SHORTEST_PAUSE;

  Turnstile(RedisLink link, IntakeSettings settings) {
    this.link = link;
    this.settings = settings;
  }

  /**
   * What came of a look at the queues.
   *
   * @param entries what was taken
   * @param empty the streams of the queues where nothing waits, with the last entry that was ever
   *     taken from each: something newer is worth another look
   * @param again when to look again in any case
   */
  record Look(List<Entry> entries, Map<Source, String> empty, Duration again) {}

  /**
   * Takes what is there and allowed.
   *
   * @param queues where to look, in this order
   * @param most no more than these are taken, 1 or more
   * @param longest the next look is no later than this
   */
  Look look(List<QueueName> queues, int most, Duration longest)
      throws RedisTroubleException, InterruptedException {
    List<Entry> entries = new ArrayList<>();
    Map<Source, String> empty = new LinkedHashMap<>();
    Duration again = longest;
    int atOnce = Math.min(most, MOST_AT_ONCE);
    boolean full = false;
    for (QueueName queue : queues) {
      if (entries.size() == atOnce) {
        break;
      }
      Reply reply = take(queue, atOnce - entries.size());
      entries.addAll(entries(queue, reply.array(3)));
      switch (reply.text(0)) {
        case "empty" -> empty.putAll(lastTaken(queue, reply.array(2)));
        case "full" -> full = true;
        case "rate" ->
            again = shorter(again, longer(Duration.ofMillis(reply.number(1)), SHORTEST_PAUSE));
        default -> {
          // Paused, which the next round tells, or more is there than was asked for.
        }
      }
    }
    if (full) {
      again = shorter(again, pause);
    }
    pause =
        full && entries.isEmpty() ? shorter(pause.multipliedBy(2), LONGEST_PAUSE) : SHORTEST_PAUSE;
    return new Look(entries, empty, again);
  }

  private Reply take(QueueName queue, int most) throws RedisTroubleException, InterruptedException {
    KeySpace keys = link.keys();
    List<String> arguments = new ArrayList<>(List.of(RedisQueue.GROUP, settings.supervisorId()));
    arguments.addAll(settings.limitsOf(queue).arguments());
    arguments.add(Integer.toString(most));
    arguments.add(Long.toString(settings.largestEntry().bytes()));
    return link.await(
        link.run(
            TAKE,
            List.of(keys.front(queue), keys.queue(queue), keys.settings(queue), keys.rate(queue)),
            arguments));
  }

  private static List<Entry> entries(QueueName queue, Reply taken) {
    List<Source> streams = Source.of(queue);
    List<Entry> entries = new ArrayList<>();
    for (int index = 0; index < taken.size(); index++) {
      Reply entry = taken.array(index);
      entries.add(Entry.of(streams.get((int) entry.number(0) - 1), entry, 1));
    }
    return entries;
  }

  private static Map<Source, String> lastTaken(QueueName queue, Reply last) {
    Map<Source, String> found = new LinkedHashMap<>();
    List<Source> streams = Source.of(queue);
    for (int index = 0; index < streams.size(); index++) {
      found.put(streams.get(index), last.text(index));
    }
    return found;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}

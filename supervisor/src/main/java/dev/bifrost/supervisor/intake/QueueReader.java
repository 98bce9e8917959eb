package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.redis.RedisConnection;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisQueue;
import dev.bifrost.supervisor.redis.RedisSettings;
import dev.bifrost.supervisor.redis.RedisTrouble;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.redis.Reply;
import dev.bifrost.supervisor.redis.Script;
import io.lettuce.core.Consumer;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.UnblockType;
import io.lettuce.core.XReadArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes new entries from queues over a connection of its own. {@link #read} belongs to the intake's
 * thread; {@link #wake} to any.
 */
final class QueueReader {

  private static final Logger log = LoggerFactory.getLogger(QueueReader.class);

  /** Redis sends whole entries, however large; few at a time keep a bad lot of them bearable. */
  private static final int MOST_AT_ONCE = 16;

  private static final Duration TURN = Duration.ofMillis(100);

  /** What a wait found empty so long ago is not looked at again before the next wait. */
  private static final Duration JUST_NOW = Duration.ofMillis(20);

  private static final Script READ = Script.load("read");

  private final RedisLink link;
  private final IntakeSettings settings;
  private final Consumer<String> consumer;
  private final AtomicReference<@Nullable Long> blockedClient = new AtomicReference<>();
  private @Nullable RedisConnection connection;
  private int turn;

  /** The queues at which the last wait was in vain, and when that was. */
  private List<QueueName> empty = List.of();

  private long emptyAt;

  QueueReader(RedisLink link, IntakeSettings settings) {
    this.link = link;
    this.settings = settings;
    this.consumer = Consumer.from(RedisQueue.GROUP, settings.supervisorId());
  }

  /**
   * Waits for entries, at most a second.
   *
   * @param queues where to look; each call starts at another one, so that none starves
   * @param most no more than these are taken, 1 or more
   * @param longest it does not wait longer than this
   */
  List<Entry> read(List<QueueName> queues, int most, Duration longest)
      throws RedisTroubleException, InterruptedException {
    List<QueueName> turned = new ArrayList<>(queues);
    Collections.rotate(turned, -(turn++ % queues.size()));
    int atOnce = Math.min(most, MOST_AT_ONCE);
    if (!empty.equals(queues) || System.nanoTime() - emptyAt > JUST_NOW.toNanos()) {
      List<Entry> found = look(turned, atOnce);
      if (!found.isEmpty()) {
        return found;
      }
    }
    // Redis counts per stream: with one entry from each of so many queues the grant still holds,
    // but for one that comes to a front, just seen empty, in the very same moment.
    boolean together = !connected().cluster();
    List<QueueName> awaited = turned.subList(0, together ? Math.min(turned.size(), atOnce) : 1);
    // What cannot be awaited together is awaited in turn, and for a short time.
    boolean all = together || turned.size() == 1;
    Duration wait = all || longest.compareTo(TURN) < 0 ? longest : TURN;
    List<Source> streams = awaited.stream().flatMap(queue -> Source.of(queue).stream()).toList();
    List<Entry> found = await(streams, atOnce / awaited.size(), wait);
    empty = found.isEmpty() && awaited.size() == queues.size() ? List.copyOf(queues) : List.of();
    emptyAt = System.nanoTime();
    return found;
  }

  /**
   * Waits for entries and takes none of them.
   *
   * @param after the last entry of each stream that is of no interest; at least one
   * @param longest it does not wait longer than this, nor than a second
   */
  void awaitNews(Map<Source, String> after, Duration longest)
      throws RedisTroubleException, InterruptedException {
    QueueName first = after.keySet().iterator().next().queue();
    boolean together = !connected().cluster();
    boolean all = together || after.keySet().stream().allMatch(one -> one.queue().equals(first));
    @SuppressWarnings({"unchecked", "rawtypes"}) // An array of a generic type has no other way.
    XReadArgs.StreamOffset<String>[] offsets =
        after.entrySet().stream()
            .filter(one -> together || one.getKey().queue().equals(first))
            .map(one -> XReadArgs.StreamOffset.from(one.getKey().key(link.keys()), one.getValue()))
            .toArray(XReadArgs.StreamOffset[]::new);
    Duration wait = all || longest.compareTo(TURN) < 0 ? longest : TURN;
    asked(connected().async().xread(XReadArgs.Builder.count(1).block(millis(wait)), offsets));
  }

  /** Ends a wait of {@link #read} or {@link #awaitNews}, if there is one. */
  void wake() {
    Long client = blockedClient.get();
    if (client != null) {
      link.commands()
          .clientUnblock(client, UnblockType.TIMEOUT)
          .whenComplete(
              (unblocked, failure) -> {
                if (failure != null) {
                  log.debug("A waiting read could not be ended early; it ends by itself.", failure);
                }
              });
    }
  }

  /** Disconnects; a later read connects again. */
  void close() {
    blockedClient.set(null);
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private List<Entry> look(List<QueueName> queues, int most)
      throws RedisTroubleException, InterruptedException {
    List<Entry> found = new ArrayList<>();
    for (QueueName queue : queues) {
      if (found.size() < most) {
        look(queue, most - found.size(), found);
      }
    }
    return found;
  }

  private void look(QueueName queue, int most, List<Entry> found)
      throws RedisTroubleException, InterruptedException {
    Reply taken =
        link.await(
            link.run(
                READ,
                List.of(link.keys().front(queue), link.keys().queue(queue)),
                List.of(
                    RedisQueue.GROUP,
                    settings.supervisorId(),
                    Integer.toString(most),
                    Long.toString(settings.largestEntry().bytes()))));
    for (int index = 0; index < taken.size(); index++) {
      Reply entry = taken.array(index);
      found.add(Entry.of(new Source(queue, entry.number(3) == 1), entry, 0));
    }
  }

  private List<Entry> await(List<Source> sources, int mostOfEach, Duration longest)
      throws RedisTroubleException, InterruptedException {
    XReadArgs arguments = XReadArgs.Builder.count(mostOfEach).block(millis(longest));
    List<String> keys = sources.stream().map(source -> source.key(link.keys())).toList();
    @SuppressWarnings({"unchecked", "rawtypes"}) // An array of a generic type has no other way.
    XReadArgs.StreamOffset<String>[] offsets =
        keys.stream()
            .map(XReadArgs.StreamOffset::lastConsumed)
            .toArray(XReadArgs.StreamOffset[]::new);
    return asked(connected().async().xreadgroup(consumer, arguments, offsets)).stream()
        .map(message -> Entry.of(sources.get(keys.indexOf(message.getStream())), message))
        .toList();
  }

  private List<StreamMessage<String, String>> asked(
      RedisFuture<List<StreamMessage<String, String>>> answer)
      throws RedisTroubleException, InterruptedException {
    try {
      return link.await(answer);
    } catch (RedisException e) {
      throw new RedisTroubleException(RedisTrouble.of(e), e);
    } catch (RedisTroubleException e) {
      if (e.trouble().kind().ofTheServer()) {
        // After a break the client's number at Redis is another one.
        blockedClient.set(null);
      }
      throw e;
    }
  }

  private static long millis(Duration wait) {
    // Zero would be for ever.
    return Math.max(1, Math.min(wait.toMillis(), RedisSettings.LONGEST_BLOCK.toMillis()));
  }

  private RedisConnection connected() throws RedisTroubleException, InterruptedException {
    if (connection == null) {
      connection = link.dedicated();
    }
    // On a cluster the number would be that of another server; a wait there ends by itself.
    if (blockedClient.get() == null && !connection.cluster()) {
      blockedClient.set(link.await(connection.async().clientId()));
    }
    return connection;
  }
}

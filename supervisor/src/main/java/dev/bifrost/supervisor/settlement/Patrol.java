package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeyDigest;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.gate.Gate;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisTrouble;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ValueScanCursor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after those who wait, every second, on threads of the link: whether somebody cancelled
 * them, whether the holder of what they wait for has died, which code is paused. Whatever a dead
 * supervisor left half done between two keys is done here. Every supervisor goes on patrol;
 * everything it does is safe to be done twice. Ends with the link.
 */
public final class Patrol {

  private static final Logger log = LoggerFactory.getLogger(Patrol.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int KEYS_AT_ONCE = 200;

  /** Who has waited so long asks again, in case that what it waits for was lost. */
  private static final Duration ASK_AGAIN = Duration.ofMinutes(5);

  private static final int ASK_AT_ONCE = 10;
  private static final int ASK_EVERY = 10;

  private final RedisLink link;
  private final List<QueueName> queues;
  private final Gate gate;
  private final List<CancelWatch> watches;
  private ScanCursor cursor = ScanCursor.INITIAL;
  private long rounds;
  private boolean troubled;

  /**
   * @param queues the queues that are looked after
   */
  public Patrol(RedisLink link, List<QueueName> queues, Gate gate, Withdrawal withdrawal) {
    this.link = link;
    this.queues = List.copyOf(queues);
    this.gate = gate;
    this.watches = queues.stream().map(queue -> new CancelWatch(link, queue, withdrawal)).toList();
  }

  /** Starts; each round begins a second after the one before it has ended. */
  public void start() {
    link.later(PAUSE, this::goOn);
  }

  /** One round; fails as Redis does. */
  CompletionStage<Void> round() {
    // All at once: each wake-up for an answer costs more than the answer.
    List<CompletionStage<?>> looks = new ArrayList<>(List.of(gate.refresh(), keys()));
    watches.forEach(watch -> looks.add(watch.look()));
    if (rounds++ % ASK_EVERY == 0) {
      looks.add(link.time().thenCompose(this::askAgain));
    }
    return CompletableFuture.allOf(
        looks.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
  }

  private void goOn() {
    CompletionStage<Void> round;
    try {
      round = round();
    } catch (RuntimeException e) {
      // A closed link throws in the call.
      round = CompletableFuture.failedStage(e);
    }
    round.whenComplete(
        (done, failure) -> {
          if (failure != null && !troubled) {
            log.warn(
                "Those who wait could not be looked after: {}; tried again every second",
                RedisTrouble.of(failure).reason(),
                failure);
          }
          troubled = failure != null;
          start();
        });
  }

  private CompletionStage<Void> keys() {
    return link.commands()
        .sscan(link.keys().concurrency(), cursor, ScanArgs.Builder.limit(KEYS_AT_ONCE))
        .thenCompose(this::lookAfter);
  }

  private CompletionStage<Void> lookAfter(ValueScanCursor<String> page) {
    cursor = page.isFinished() ? ScanCursor.INITIAL : ScanCursor.of(page.getCursor());
    return CompletableFuture.allOf(
        page.getValues().stream()
            .map(key -> gate.lookAfter(new KeyDigest(key)).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  private CompletionStage<Void> askAgain(Instant now) {
    Range<Long> old = Range.create(0L, now.minus(ASK_AGAIN).toEpochMilli());
    CompletionStage<Void> done = CompletableFuture.completedStage(null);
    for (QueueName queue : queues) {
      done =
          done.thenCompose(
                  before ->
                      link.commands()
                          .zrangebyscore(
                              link.keys().waiting(queue), old, Limit.create(0, ASK_AT_ONCE)))
              .thenCompose(
                  ids ->
                      CompletableFuture.allOf(
                          ids.stream()
                              .map(
                                  id ->
                                      gate.askAgain(queue, new ExecutionId(id))
                                          .toCompletableFuture())
                              .toArray(CompletableFuture[]::new)));
    }
    return done;
  }
}

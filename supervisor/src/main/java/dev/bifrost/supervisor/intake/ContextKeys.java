package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisQueue;
import dev.bifrost.supervisor.redis.RedisTrouble;
import dev.bifrost.supervisor.redis.Reply;
import dev.bifrost.supervisor.redis.Script;
import dev.bifrost.supervisor.redis.Subscription;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues executions whose clients only write the context. Redis tells of new keys where it may; and
 * a sweep finds what nobody was told of. Works on threads of Redis and of the link, without
 * blocking.
 *
 * <p>Whoever is first to note in the state that it has seen the context queues it, so that several
 * supervisors queue it once; if the first one dies in between, the next sweep finds it again.
 */
public final class ContextKeys {

  private static final Logger log = LoggerFactory.getLogger(ContextKeys.class);
  private static final Script NOTICE = Script.load("notice");
  private static final Script NOTICED = Script.load("noticed");

  /** A client that goes on to queue or schedule it itself does so in this time. */
  private static final Duration COURTESY = Duration.ofMillis(100);

  private static final Duration TO_QUEUE_IT = Duration.ofSeconds(15);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);

  /** A sweep may take a tenth of the time. */
  private static final int REST = 9;

  private static final String NOTIFICATIONS = "notify-keyspace-events";
  private static final int KEYS_AT_ONCE = 500;

  private final RedisLink link;
  private final ScanArgs pattern;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

  /** Notices nothing before it is started. */
  public ContextKeys(RedisLink link) {
    this.link = link;
    this.pattern = ScanArgs.Builder.matches(link.keys().contextPattern()).limit(KEYS_AT_ONCE);
  }

  /** Begins to notice. */
  public void start() {
    try {
      subscription.set(
          link.subscribeToPattern(
              "__keyspace@*__:" + link.keys().contextPattern(),
              channel -> heard(channel.substring(channel.indexOf(':') + 1))));
    } catch (RuntimeException e) {
      log.warn("New contexts are not told: {}", RedisTrouble.of(e).reason());
    }
    CompletionStage<Void> asked =
        link.commands()
            .configGet(NOTIFICATIONS)
            .thenCompose(this::askForNotifications)
            .handle(this::told);
    log.trace("{}", asked);
    sweep();
  }

  /** Notices nothing more. */
  public void stop() {
    stopped.set(true);
    Subscription open = subscription.getAndSet(null);
    if (open != null) {
      open.close();
    }
  }

  private CompletionStage<String> askForNotifications(Map<String, String> found) {
    String before = found.getOrDefault(NOTIFICATIONS, "");
    boolean strings = before.contains("$") || before.contains("A");
    if (before.contains("K") && strings) {
      return CompletableFuture.completedStage("OK");
    }
    String wanted = before + (before.contains("K") ? "" : "K") + (strings ? "" : "$");
    return link.commands().configSet(NOTIFICATIONS, wanted);
  }

  private @Nullable Void told(@Nullable String done, @Nullable Throwable failure) {
    if (failure != null) {
      log.warn(
          "Redis does not tell of new contexts ({}), so each is noticed only by the sweep, seconds"
              + " later. To change that: CONFIG SET {} K$",
          RedisTrouble.of(failure).reason(),
          NOTIFICATIONS);
    }
    return null;
  }

  private void heard(String key) {
    link.keys().contextOf(key).ifPresent(id -> link.later(COURTESY, () -> notice(id)));
  }

  private void sweep() {
    if (stopped.get()) {
      return;
    }
    long began = System.nanoTime();
    CompletionStage<Void> swept =
        scan(ScanCursor.INITIAL)
            .handle(
                (done, failure) -> {
                  if (failure != null) {
                    log.debug("A sweep was cut off; the next goes on.", failure);
                  }
                  Duration lasted = Duration.ofNanos(System.nanoTime() - began);
                  Duration rest = lasted.multipliedBy(REST);
                  link.later(
                      rest.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : rest, this::sweep);
                  return null;
                });
    log.trace("{}", swept);
  }

  private CompletionStage<Void> scan(ScanCursor cursor) {
    return asked(cursor)
        .thenCompose(
            page ->
                notice(page.getKeys())
                    .thenCompose(
                        done ->
                            page.isFinished() || stopped.get()
                                ? CompletableFuture.completedStage(null)
                                : scan(page)));
  }

  private CompletionStage<KeyScanCursor<String>> asked(ScanCursor cursor) {
    try {
      return cursor == ScanCursor.INITIAL
          ? link.commands().scan(pattern)
          : link.commands().scan(cursor, pattern);
    } catch (RuntimeException e) {
      // A closed link throws in the call.
      return CompletableFuture.failedStage(e);
    }
  }

  private CompletionStage<Void> notice(List<String> keys) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (String key : keys) {
      Optional<ExecutionId> id = link.keys().contextOf(key);
      id.ifPresent(found -> all.add(notice(found).toCompletableFuture()));
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  private CompletionStage<Void> notice(ExecutionId id) {
    KeySpace keys = link.keys();
    return link.run(
            NOTICE,
            List.of(keys.context(id), keys.state(id), keys.result(id)),
            List.of(Long.toString(TO_QUEUE_IT.toMillis())))
        .thenCompose(
            reply ->
                reply.text(0).equals("queue")
                    ? queue(id, named(reply))
                    : CompletableFuture.<Void>completedStage(null))
        .exceptionally(
            failure -> {
              log.debug("{} is noticed by a later sweep.", id, failure);
              return null;
            });
  }

  private CompletionStage<Void> queue(ExecutionId id, QueueName queue) {
    return link.commands()
        .zscore(link.keys().scheduled(queue), id.value())
        .thenCompose(
            due ->
                due != null
                    ? CompletableFuture.completedStage(null)
                    : link.commands()
                        .xadd(link.keys().queue(queue), Map.of(RedisQueue.EXECUTION_ID, id.value()))
                        .thenCompose(
                            receipt ->
                                link.run(
                                    NOTICED,
                                    List.of(link.keys().state(id)),
                                    List.of(queue.value()))))
        .thenApply(done -> null);
  }

  /** A name that is none leads to the default queue, where the execution is refused. */
  private static QueueName named(Reply reply) {
    try {
      return reply.text(1).isEmpty() ? QueueName.DEFAULT : new QueueName(reply.text(1));
    } catch (IllegalArgumentException e) {
      return QueueName.DEFAULT;
    }
  }
}

package dev.bifrost.supervisor;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.QueueDepth;
import dev.bifrost.supervisor.client.Queues;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisTrouble;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a supervisor when its queues are empty: nothing waits, nothing is taken by whomever, and
 * nothing waits for others. What is scheduled, also for another attempt, is not waited for, and
 * neither is what waits in a paused queue.
 */
final class Burst {

  private static final Logger log = LoggerFactory.getLogger(Burst.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final RedisLink link;
  private final List<QueueName> queues;
  private final Runnable whenEmpty;

  Burst(RedisLink link, List<QueueName> queues, Runnable whenEmpty) {
    this.link = link;
    this.queues = queues;
    this.whenEmpty = whenEmpty;
  }

  /** Begins to look. */
  void start() {
    link.later(PAUSE, this::look);
  }

  private void look() {
    CompletionStage<Void> looked =
        new Queues(link)
            .depths(queues)
            .handle(
                (depths, failure) -> {
                  if (failure != null) {
                    log.debug("Not seen: {}", RedisTrouble.of(failure).reason());
                  } else if (depths.stream().filter(this::isOurs).allMatch(Burst::isEmpty)) {
                    log.info("The queues {} are empty.", queues);
                    whenEmpty.run();
                    return null;
                  }
                  link.later(PAUSE, this::look);
                  return null;
                });
    log.trace("{}", looked);
  }

  private boolean isOurs(QueueDepth depth) {
    return queues.contains(depth.queue());
  }

  private static boolean isEmpty(QueueDepth depth) {
    long waits = depth.control().paused() ? 0 : depth.waiting() + depth.held();
    return waits + depth.taken() == 0;
  }
}

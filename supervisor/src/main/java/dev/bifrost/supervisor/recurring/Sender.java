package dev.bifrost.supervisor.recurring;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.Recurring;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisQueue;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Sends the executions of firings, as any client would; repeating it does no harm. */
final class Sender {

  private static final Duration CONTEXT_LIFE = Duration.ofDays(1);

  /** What became of a firing. */
  enum Outcome {
    /** Its execution stands in the queue. */
    SENT,
    /** It is left out, because the one before has not ended. */
    SKIPPED,
    /** It waits for the end of the one before. */
    WAITS
  }

  private final RedisLink link;

  Sender(RedisLink link) {
    this.link = link;
  }

  /** Does with a firing what its policy says. */
  Outcome send(Firing firing, Instant now) throws RedisTroubleException, InterruptedException {
    Recurring recurring = firing.recurring();
    if (firing.last().isPresent() && unfinished(firing.last().get(), firing.id())) {
      switch (recurring.overlap()) {
        case SKIP -> {
          return Outcome.SKIPPED;
        }
        case QUEUE -> {
          return Outcome.WAITS;
        }
        case REPLACE -> cancel(firing.last().get(), firing, now);
      }
    }
    KeySpace keys = link.keys();
    // The same context again is a repetition: its ID runs once.
    link.await(
        link.commands()
            .set(
                keys.context(firing.id()),
                recurring.contextOf(firing.name(), firing.due()).text(),
                SetArgs.Builder.nx().px(CONTEXT_LIFE.toMillis())));
    link.await(
        link.commands()
            .xadd(
                keys.queue(recurring.queue()),
                Map.of(RedisQueue.EXECUTION_ID, firing.id().value())));
    return Outcome.SENT;
  }

  /** Whether an execution was sent and has no result; one that Redis knows no more has ended. */
  private boolean unfinished(ExecutionId last, ExecutionId self)
      throws RedisTroubleException, InterruptedException {
    KeySpace keys = link.keys();
    return !last.equals(self)
        && link.await(link.commands().exists(keys.result(last))) == 0
        && link.await(link.commands().exists(keys.context(last), keys.state(last))) > 0;
  }

  private void cancel(ExecutionId last, Firing by, Instant now)
      throws RedisTroubleException, InterruptedException {
    String request =
        new CancelRequest("recurring " + by.name(), "it is replaced by " + by.id())
            .toJson(now)
            .text();
    link.await(
        link.commands()
            .set(link.keys().cancel(last), request, SetArgs.Builder.px(CONTEXT_LIFE.toMillis())));
  }
}

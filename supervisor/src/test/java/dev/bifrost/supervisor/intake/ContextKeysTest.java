package dev.bifrost.supervisor.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With braces in the keys, for the same tests on a cluster. */
class ContextKeysTest {

  @RegisterExtension
  static final RedisExtension redis = new RedisExtension(new KeySpace("bifrost", true));

  private static final QueueName REPORTS = new QueueName("reports");
  private static final Duration BOUND = Duration.ofSeconds(20);

  private final KeySpace keys = redis.keys();
  private final List<ContextKeys> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(ContextKeys::stop);
  }

  @Test
  void aContextAloneIsQueuedWhereItSays() throws RedisTroubleException {
    start();

    set("x", "{\"queue\":\"reports\"}");
    set("y", "{}");
    set("z", "no JSON");

    awaitTrue(() -> queued(REPORTS).equals(List.of("x")) && queued(QueueName.DEFAULT).size() == 2);
    assertEquals("Pending", redis.commands().hget(keys.state(new ExecutionId("x")), "status"));
  }

  @Test
  void whatWasThereBeforeIsFoundBySweeping() throws RedisTroubleException {
    set("x", "{}");
    start();

    awaitTrue(() -> queued(QueueName.DEFAULT).equals(List.of("x")));
  }

  @Test
  void threeSupervisorsQueueEachOnce() throws RedisTroubleException {
    for (int number = 0; number < 3; number++) {
      start();
    }
    for (int number = 0; number < 100; number++) {
      set("x" + number, "{}");
    }

    awaitTrue(() -> queued(QueueName.DEFAULT).size() >= 100);
    // One more comes after whatever the others still do.
    set("last", "{}");
    awaitTrue(() -> queued(QueueName.DEFAULT).contains("last"));
    assertEquals(101, queued(QueueName.DEFAULT).size());
    assertEquals(101, queued(QueueName.DEFAULT).stream().distinct().count());
  }

  @Test
  void whatIsScheduledBegunOrDoneIsLeftAlone() throws RedisTroubleException {
    redis.commands().zadd(keys.scheduled(QueueName.DEFAULT), 4e12, "later");
    set("later", "{}");
    redis.commands().hset(keys.state(new ExecutionId("runs")), "status", "Running");
    set("runs", "{}");
    redis.commands().set(keys.result(new ExecutionId("done")), "{}");
    set("done", "{}");
    start();
    set("x", "{}");

    awaitTrue(() -> queued(QueueName.DEFAULT).contains("x"));
    assertEquals(List.of("x"), queued(QueueName.DEFAULT));
  }

  @Test
  void oneThatDiedWhileItQueuedIsReplaced() throws RedisTroubleException {
    redis.commands().hset(keys.state(new ExecutionId("x")), "noticed_at", "1000");
    set("x", "{}");
    start();

    awaitTrue(() -> queued(QueueName.DEFAULT).equals(List.of("x")));
  }

  private void start() throws RedisTroubleException {
    ContextKeys contextKeys = new ContextKeys(redis.link());
    started.add(contextKeys);
    contextKeys.start();
  }

  private void set(String id, String context) {
    redis.commands().set(keys.context(new ExecutionId(id)), context);
  }

  private List<String> queued(QueueName queue) {
    return redis.commands().xrange(keys.queue(queue), Range.unbounded()).stream()
        .map(message -> String.valueOf(message.getBody().get("execution_id")))
        .toList();
  }

  private void awaitTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(
          System.nanoTime() < deadline,
          () -> "Queued are " + queued(QueueName.DEFAULT) + " and " + queued(REPORTS));
    }
  }
}

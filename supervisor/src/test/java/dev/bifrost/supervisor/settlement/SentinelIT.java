package dev.bifrost.supervisor.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Beginning.Begun;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisSettings;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.RedisSentinel;
import dev.bifrost.supervisor.testing.Stages;
import io.lettuce.core.Consumer;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results that are under way when the master dies stand on the one that takes its place. */
final class SentinelIT {

  private static final KeySpace KEYS = KeySpace.DEFAULT;
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void resultsStandOnTheReplicaThatBecameTheMaster()
      throws IOException,
          InterruptedException,
          RedisTroubleException,
          ExecutionException,
          TimeoutException {
    try (RedisSentinel redis = RedisSentinel.start(folder);
        RedisLink link = RedisLink.open(RedisSettings.of(redis.uri()))) {
      RedisSettlement settlement = new RedisSettlement(link, "s1", SettlementSettings.DEFAULT);
      List<Delivery> deliveries = sendAndTake(link.dedicated().sync(), 50);
      List<Begun> begun = new ArrayList<>();
      for (Delivery delivery : deliveries) {
        begun.add(assertInstanceOf(Begun.class, Stages.outcome(settlement.begin(delivery))));
      }

      redis.killMaster();
      List<CompletionStage<Settled>> settled = new ArrayList<>();
      for (int index = 0; index < deliveries.size(); index++) {
        settled.add(settlement.settle(Results.finish(deliveries.get(index), begun.get(index))));
      }
      redis.awaitFailover();

      for (CompletionStage<Settled> stage : settled) {
        assertEquals(
            Settled.WRITTEN,
            stage.toCompletableFuture().get(LONG.toMillis(), TimeUnit.MILLISECONDS));
      }
      for (Delivery delivery : deliveries) {
        assertEquals(1, Stages.outcome(link.commands().exists(KEYS.result(delivery.id()))));
      }
      assertEquals(0, Stages.outcome(link.commands().xlen(KEYS.queue(QueueName.DEFAULT))));
    }
  }

  private static List<Delivery> sendAndTake(RedisClusterCommands<String, String> redis, int count) {
    String queue = KEYS.queue(QueueName.DEFAULT);
    redis.xgroupCreate(
        XReadArgs.StreamOffset.from(queue, "0"), "bifrost", XGroupCreateArgs.Builder.mkstream());
    for (int number = 0; number < count; number++) {
      ExecutionId id = new ExecutionId("x" + number);
      redis.set(KEYS.context(id), "{\"function_name\":\"A\"}");
      redis.xadd(queue, Map.of("execution_id", id.value()));
    }
    @SuppressWarnings("unchecked") // An array of a generic type has no other way.
    List<StreamMessage<String, String>> taken =
        redis.xreadgroup(
            Consumer.from("bifrost", "s1"),
            XReadArgs.Builder.count(count),
            XReadArgs.StreamOffset.lastConsumed(queue));
    return taken.stream()
        .map(
            message ->
                new Delivery(
                    new ExecutionId(String.valueOf(message.getBody().get("execution_id"))),
                    QueueName.DEFAULT,
                    message.getId()))
        .toList();
  }
}

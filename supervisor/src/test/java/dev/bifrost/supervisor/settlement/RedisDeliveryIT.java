package dev.bifrost.supervisor.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.intake.Intake;
import dev.bifrost.supervisor.intake.IntakeListener;
import dev.bifrost.supervisor.intake.IntakeSettings;
import dev.bifrost.supervisor.intake.QueueShares;
import dev.bifrost.supervisor.intake.RedisIntake;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.Clients;
import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.Range;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Intake and settlement of two supervisors together, with a Redis that dies under them. */
class RedisDeliveryIT {

  @RegisterExtension
  static final RedisExtension redis = new RedisExtension(new KeySpace("bifrost", true));

  private static final int EXECUTIONS = 1_000;

  @Test
  void everyExecutionHasOneResultThoughRedisIsKilledInTheMiddle()
      throws RedisTroubleException, IOException, InterruptedException {
    Clients clients = new Clients(redis);
    for (int number = 0; number < EXECUTIONS; number++) {
      clients.send("x" + number);
    }
    Finished finished = new Finished();
    Worker first = new Worker("supervisor-1", redis.link(), finished);
    Worker second = new Worker("supervisor-2", redis.link(), finished);

    assertTrue(finished.some.await(60, TimeUnit.SECONDS), finished::toString);
    redis.kill();
    redis.restart();
    assertTrue(finished.all.await(60, TimeUnit.SECONDS), finished::toString);
    first.intake().stop();
    second.intake().stop();

    for (int number = 0; number < EXECUTIONS; number++) {
      ExecutionId id = new ExecutionId("x" + number);
      assertEquals(1, redis.commands().exists(redis.keys().result(id)), id::value);
      List<String> ends =
          redis.commands().xrange(redis.keys().events(id), Range.unbounded()).stream()
              .map(event -> String.valueOf(event.getBody().get("type")))
              .filter("finished"::equals)
              .toList();
      assertEquals(List.of("finished"), ends, id::value);
    }
    assertEquals(0, redis.commands().xlen(redis.keys().queue(QueueName.DEFAULT)));
  }

  private static final class Finished {

    private final CountDownLatch some = new CountDownLatch(EXECUTIONS / 4);
    private final CountDownLatch all = new CountDownLatch(EXECUTIONS);
    private final Set<ExecutionId> ids = ConcurrentHashMap.newKeySet();

    void add(ExecutionId id) {
      if (ids.add(id)) {
        some.countDown();
        all.countDown();
      }
    }

    @Override
    public String toString() {
      return all.getCount() + " of " + EXECUTIONS + " have no result";
    }
  }

  /** Does at once what a dispatcher would do, with executions that need no time. */
  private static final class Worker implements IntakeListener {

    private final AtomicReference<@Nullable Intake> intake = new AtomicReference<>();
    private final RedisSettlement settlement;
    private final Finished finished;

    Worker(String supervisorId, RedisLink link, Finished finished) {
      this.settlement = new RedisSettlement(link, supervisorId, SettlementSettings.DEFAULT);
      this.finished = finished;
      Intake taking =
          new RedisIntake(
              link,
              new IntakeSettings(
                  "default",
                  supervisorId,
                  List.of(QueueName.DEFAULT),
                  QueueShares.EQUAL,
                  Map.of(),
                  Duration.ofSeconds(3),
                  Duration.ofSeconds(1),
                  new ByteSize(64L << 10)),
              this);
      intake.set(taking);
      taking.start();
      taking.grant(4);
    }

    Intake intake() {
      Intake taking = intake.get();
      if (taking == null) {
        throw new AssertionError("There is no intake");
      }
      return taking;
    }

    @Override
    public void delivered(List<Delivery> deliveries, Duration age) {
      for (Delivery delivery : deliveries) {
        settlement
            .begin(delivery)
            .thenCompose(
                beginning ->
                    beginning instanceof Beginning.Begun begun
                        ? settlement.settle(Results.finish(delivery, begun))
                        : settlement.drop(delivery))
            .thenAccept(
                settled -> {
                  finished.add(delivery.id());
                  intake().grant(1);
                });
      }
    }

    @Override
    public void rejected(QueueName queue, String reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void availability(Optional<String> reason) {
      // Redis is killed: that it is told is another test's.
    }
  }
}

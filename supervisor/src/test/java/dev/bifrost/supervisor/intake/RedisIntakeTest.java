package dev.bifrost.supervisor.intake;

import static dev.bifrost.supervisor.testing.Stages.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.redis.RedisQueue;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.Clients;
import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.models.stream.PendingMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With braces in the keys, for the same tests on a cluster. */
class RedisIntakeTest {

  @RegisterExtension
  static final RedisExtension redis = new RedisExtension(new KeySpace("bifrost", true));

  private static final String US = "supervisor-1";
  private static final String OTHERS = "supervisor-2";
  private static final QueueName OTHER_QUEUE = new QueueName("other");
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final Clients clients = new Clients(redis);
  private final KeySpace keys = redis.keys();
  private final String queue = keys.queue(QueueName.DEFAULT);
  private final RecordingIntakeListener told = new RecordingIntakeListener();
  private final List<Intake> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(Intake::stop);
  }

  @Nested
  final class Taking {

    @Test
    void whatIsSentIsDelivered() throws RedisTroubleException, InterruptedException {
      String receipt = clients.send("x");
      start(US, LONG).grant(1);

      assertEquals(
          new Delivery(new ExecutionId("x"), QueueName.DEFAULT, receipt), told.nextDelivery());
      assertEquals(US, holder(receipt));
      assertEquals(Set.of("default"), redis.commands().smembers(keys.queues()));
    }

    @Test
    void whatIsSentWhileItWaitsIsDelivered() throws RedisTroubleException, InterruptedException {
      Intake intake = start(US, LONG);
      intake.grant(2);
      clients.send("x");
      told.nextDelivery();

      clients.send("y");

      assertEquals("y", told.nextDelivery().id().value());
    }

    @Test
    void noMoreIsTakenThanWasGranted() throws RedisTroubleException, InterruptedException {
      for (int number = 1; number <= 5; number++) {
        clients.send("x" + number);
      }
      Intake intake = start(US, LONG);

      intake.grant(2);

      assertEquals(List.of("x1", "x2"), told.nextDeliveries(2));
      assertEquals(2, redis.commands().xpending(queue, "bifrost").getCount());
      intake.grant(1);
      assertEquals(List.of("x3"), told.nextDeliveries(1));
      intake.stop();
      assertEquals(3, redis.commands().xpending(queue, "bifrost").getCount());
    }

    @Test
    void whatStandsAtTheFrontComesBeforeTheBacklog()
        throws RedisTroubleException, InterruptedException {
      clients.send("x1");
      clients.send("x2");
      redis.commands().xadd(keys.front(QueueName.DEFAULT), Map.of("execution_id", "waited"));

      start(US, LONG).grant(2);

      List<Delivery> deliveries = List.of(told.nextDelivery(), told.nextDelivery());
      assertEquals(
          List.of("waited", "x1"), deliveries.stream().map(one -> one.id().value()).toList());
      assertEquals(List.of(true, false), deliveries.stream().map(Delivery::front).toList());
    }

    @Test
    void whatComesToTheFrontEndsAWait() throws RedisTroubleException, InterruptedException {
      Intake intake = start(US, LONG);
      intake.grant(2);
      clients.send("x");
      told.nextDelivery();

      redis.commands().xadd(keys.front(QueueName.DEFAULT), Map.of("execution_id", "waited"));

      assertEquals("waited", told.nextDelivery().id().value());
    }

    @Test
    void whatADeadSupervisorTookFromTheFrontIsTakenOver()
        throws RedisTroubleException, InterruptedException {
      redis.commands().xadd(keys.front(QueueName.DEFAULT), Map.of("execution_id", "waited"));
      Delivery held = clients.takeFront(OTHERS);

      start(US, SHORT).grant(1);

      assertEquals(held, told.nextDelivery());
    }

    @Test
    void aGrantHoldsOverAllQueuesTogether() throws RedisTroubleException, InterruptedException {
      for (int number = 1; number <= 4; number++) {
        clients.send("x" + number);
        add(OTHER_QUEUE, Map.of("execution_id", "y" + number));
      }
      Intake intake = start(US, LONG, QueueName.DEFAULT, OTHER_QUEUE);

      intake.grant(3);

      told.nextDeliveries(3);
      intake.stop();
      assertEquals(0, told.waiting());
      assertEquals(3, allPending());
    }

    @Test
    void noQueueStarves() throws RedisTroubleException, InterruptedException {
      for (int number = 1; number <= 4; number++) {
        clients.send("x" + number);
        add(OTHER_QUEUE, Map.of("execution_id", "y" + number));
      }
      Intake intake = start(US, LONG, QueueName.DEFAULT, OTHER_QUEUE);
      Set<QueueName> served = new HashSet<>();

      for (int taken = 0; taken < 2; taken++) {
        intake.grant(1);
        served.add(told.nextDelivery().queue());
      }

      assertEquals(Set.of(QueueName.DEFAULT, OTHER_QUEUE), served);
    }

    @Test
    void aStopEndsAWaitAndNothingIsDeliveredAfterIt()
        throws RedisTroubleException, InterruptedException {
      Intake intake = start(US, LONG);
      intake.grant(5);
      clients.send("x");
      told.nextDelivery();

      intake.stop();

      clients.send("y");
      assertEquals(0, told.waiting());
      assertEquals(1, redis.commands().xpending(queue, "bifrost").getCount());
    }

    @Test
    void whatWasTakenBeforeTheStopIsDelivered() throws RedisTroubleException, InterruptedException {
      for (int number = 1; number <= 50; number++) {
        clients.send("x" + number);
      }
      Intake intake = start(US, LONG);
      intake.grant(50);
      told.nextDelivery();

      intake.stop();

      // It may have been in the middle of them; what Redis gave it was delivered, to the last one.
      assertEquals(pendingMessages().size(), told.waiting() + 1);
    }

    @Test
    void anIntakeThatNeverStartedCanBeStopped() throws RedisTroubleException {
      Intake intake =
          new RedisIntake(redis.link(), settings(US, LONG, List.of(QueueName.DEFAULT)), told);

      intake.stop();
      intake.stop();

      assertEquals(0, told.waiting());
    }
  }

  @Nested
  final class BadEntries {

    @Test
    void anEntryWithoutIdIsDroppedAndOutOfTheWay()
        throws RedisTroubleException, InterruptedException {
      assertRejected(Map.of("id", "x"), "no field execution_id");
    }

    @Test
    void anEntryWithAMalformedIdIsDroppedAndOutOfTheWay()
        throws RedisTroubleException, InterruptedException {
      assertRejected(Map.of("execution_id", "a/../b"), "a/../b");
    }

    @Test
    void anEntryWithAnIdOfMegabytesIsDroppedAndOutOfTheWay()
        throws RedisTroubleException, InterruptedException {
      assertRejected(Map.of("execution_id", "x".repeat(10 << 20)), "allowed are 64.0 KiB");
    }

    @Test
    void anEntryWithMegabytesOfOtherFieldsIsDroppedAndOutOfTheWay()
        throws RedisTroubleException, InterruptedException {
      assertRejected(
          Map.of("execution_id", "x", "payload", "x".repeat(1 << 20)), "allowed are 64.0 KiB");
    }

    @Test
    void anUnknownFieldIsTolerated() throws RedisTroubleException, InterruptedException {
      add(QueueName.DEFAULT, Map.of("execution_id", "x", "note", "hello"));
      start(US, LONG).grant(1);

      assertEquals("x", told.nextDelivery().id().value());
    }

    @Test
    void aBadEntryOfADeadSupervisorIsDroppedToo()
        throws RedisTroubleException, InterruptedException {
      add(QueueName.DEFAULT, Map.of("execution_id", "x".repeat(1 << 20)));
      clients.takeWhatever(OTHERS);

      start(US, Duration.ofMillis(1)).grant(1);

      assertTrue(told.nextRejection().contains("allowed are 64.0 KiB"));
      assertEquals(0, redis.commands().xlen(queue));
    }

    private void assertRejected(Map<String, String> entry, String reason)
        throws RedisTroubleException, InterruptedException {
      add(QueueName.DEFAULT, entry);
      clients.send("good");
      start(US, LONG).grant(1);

      String rejection = told.nextRejection();
      assertTrue(rejection.contains(reason), rejection);
      assertTrue(rejection.length() < 500, rejection);
      assertEquals("good", told.nextDelivery().id().value());
      assertEquals(1, redis.commands().xlen(queue));
      assertEquals(1, redis.commands().xpending(queue, "bifrost").getCount());
    }
  }

  @Nested
  final class Reclaims {

    @Test
    void whatADeadSupervisorHeldIsTakenOverAfterItsLease()
        throws RedisTroubleException, InterruptedException {
      Delivery left = clients.sendAndTake("x", OTHERS);

      start(US, SHORT).grant(1);

      assertEquals(left, told.nextDelivery());
      assertEquals(US, holder(left.receipt()));
    }

    @Test
    void whatADeadSupervisorHeldComesBeforeTheBacklogOfABusyOne()
        throws RedisTroubleException, InterruptedException {
      Duration lease = Duration.ofMillis(600);
      Delivery left = clients.sendAndTake("x", OTHERS);
      clients.send("backlog");
      Intake intake = start(US, lease);

      // All its children are busy, and one gets free at any time.
      await(() -> pendingMessages().get(0).getSinceLastDelivery().compareTo(lease) > 0);
      intake.grant(1);

      assertEquals(left, told.nextDelivery());
    }

    @Test
    void whatALivingSupervisorHoldsIsLeftToIt() throws RedisTroubleException, InterruptedException {
      Delivery held = clients.sendAndTake("x", OTHERS);
      Intake intake = start(US, LONG);
      intake.grant(2);
      clients.send("y");

      assertEquals("y", told.nextDelivery().id().value());

      intake.stop();
      assertEquals(OTHERS, holder(held.receipt()));
    }

    @Test
    void whatWeHoldIsNotDeliveredAgainHoweverLateItIsRenewed()
        throws RedisTroubleException, InterruptedException {
      clients.send("x");
      Intake intake = start(US, Duration.ofMillis(3));
      intake.grant(5);
      told.nextDelivery();

      // Each of these takes at least one turn, and each turn reclaims.
      for (int turn = 0; turn < 3; turn++) {
        clients.send("y" + turn);
        assertEquals("y" + turn, told.nextDelivery().id().value());
      }

      intake.stop();
      assertEquals(0, told.waiting());
    }

    @Test
    void whatWeGaveUpIsDeliveredAgainIfItIsStillOurs()
        throws RedisTroubleException, InterruptedException {
      clients.send("x");
      Intake intake = start(US, SHORT);
      intake.grant(2);
      Delivery given = told.nextDelivery();

      intake.forgotten(given);

      assertEquals(given, told.nextDelivery());
    }

    @Test
    void whatEndedWhileItsGroupHadVanishedIsDeliveredAgainToBeAcknowledged()
        throws RedisTroubleException, InterruptedException {
      clients.send("x");
      Intake intake = start(US, SHORT);
      intake.grant(3);
      Delivery given = told.nextDelivery();
      redis.commands().xgroupDestroy(queue, RedisQueue.GROUP);
      clients.send("y");
      // The new group has given us both by then, and x was known.
      assertEquals("y", told.nextDelivery().id().value());

      intake.settled(given);

      assertEquals(given, told.nextDelivery());
    }

    @Test
    void whatRedisGaveUsAndNeverArrivedIsDelivered()
        throws RedisTroubleException, InterruptedException {
      Delivery lost = clients.sendAndTake("x", US);

      start(US, LONG).grant(1);

      assertEquals(lost, told.nextDelivery());
    }

    @Test
    void anEntryThatWasDeletedWhileItWasPendingIsForgotten()
        throws RedisTroubleException, InterruptedException {
      Delivery deleted = clients.sendAndTake("x", OTHERS);
      redis.commands().xdel(queue, deleted.receipt());
      clients.send("y");

      start(US, Duration.ofMillis(1)).grant(2);

      assertEquals("y", told.nextDelivery().id().value());
      started.get(0).stop();
      assertEquals(1, redis.commands().xpending(queue, "bifrost").getCount());
    }

    @Test
    void twoSupervisorsTakeOverEachEntryOnce() throws RedisTroubleException, InterruptedException {
      for (int number = 0; number < 20; number++) {
        clients.sendAndTake("x" + number, "dead");
      }
      // The lease runs out once; what one takes over is fresh for the other.
      Duration lease = Duration.ofSeconds(1);
      start(US, lease).grant(20);
      start(OTHERS, lease).grant(20);

      List<String> ids = told.nextDeliveries(20);

      assertEquals(20, new HashSet<>(ids).size());
    }
  }

  @Nested
  final class Schedules {

    @Test
    void whatIsDueIsPromotedAndWhatIsNotWaits() throws RedisTroubleException, InterruptedException {
      redis.commands().zadd(keys.scheduled(QueueName.DEFAULT), 1.0, "due");
      redis.commands().zadd(keys.scheduled(QueueName.DEFAULT), 9.9e12, "later");

      start(US, LONG).grant(2);

      assertEquals("due", told.nextDelivery().id().value());
      started.get(0).stop();
      assertEquals(
          List.of("later"), redis.commands().zrange(keys.scheduled(QueueName.DEFAULT), 0, -1));
    }

    @Test
    void eachIsPromotedOnceByTwoIntakes() throws RedisTroubleException, InterruptedException {
      for (int number = 0; number < 2_500; number++) {
        redis.commands().zadd(keys.scheduled(QueueName.DEFAULT), number, "x" + number);
      }
      start(US, LONG).grant(2_500);
      start(OTHERS, LONG).grant(2_500);

      List<String> ids = told.nextDeliveries(2_500);

      started.forEach(Intake::stop);
      assertEquals(2_500, new HashSet<>(ids).size());
      assertEquals(0, told.waiting());
      assertEquals(2_500, redis.commands().xlen(queue));
    }

    @Test
    void whatIsDueWhileItWaitsIsQueuedAtItsTimeAndNotBefore()
        throws RedisTroubleException, InterruptedException {
      start(US, LONG).grant(1);
      long due = redisMillis() + 1_700;
      redis.commands().zadd(keys.scheduled(QueueName.DEFAULT), (double) due, "x");

      Delivery delivery = told.nextDelivery();

      // The entry's own ID is the millisecond at which Redis got it.
      long queued = Long.parseLong(delivery.receipt().split("-", 2)[0]);
      assertTrue(queued >= due, () -> "queued " + (due - queued) + " ms too early");
    }

    @Test
    void theStateFollowsFromScheduledToPending()
        throws RedisTroubleException, InterruptedException {
      String state = keys.state(new ExecutionId("x"));
      redis.commands().hset(state, Map.of("status", "Scheduled", "due_at", "then"));
      redis.commands().hset(keys.state(new ExecutionId("running")), Map.of("status", "Running"));
      redis.commands().zadd(keys.scheduled(QueueName.DEFAULT), 1.0, "running");
      redis.commands().zadd(keys.scheduled(QueueName.DEFAULT), 2.0, "x");

      start(US, LONG).grant(2);
      told.nextDeliveries(2);
      started.get(0).stop();

      // Both were told over the same connection, before the entries were asked for.
      assertEquals(Map.of("status", "Pending"), redis.commands().hgetall(state));
      assertEquals(
          "Running", redis.commands().hget(keys.state(new ExecutionId("running")), "status"));
    }

    @Test
    void whatIsScheduledAndNoExecutionIsDroppedAndOutOfTheWay()
        throws RedisTroubleException, InterruptedException {
      redis.commands().zadd(keys.scheduled(QueueName.DEFAULT), 1.0, "x".repeat(10 << 20));
      redis.commands().zadd(keys.scheduled(QueueName.DEFAULT), 2.0, "no id!");
      redis.commands().zadd(keys.scheduled(QueueName.DEFAULT), 3.0, "good");

      start(US, LONG).grant(3);

      assertEquals("good", told.nextDelivery().id().value());
      assertTrue(told.nextRejection().contains("allowed are 64.0 KiB"));
      assertTrue(told.nextRejection().contains("no id!"));
    }

    @Test
    void aScheduleOfAnotherTypeDoesNotHoldUpTheQueue()
        throws RedisTroubleException, InterruptedException {
      redis.commands().set(keys.scheduled(QueueName.DEFAULT), "no sorted set");
      clients.send("x");

      start(US, LONG).grant(2);

      assertEquals("x", told.nextDelivery().id().value());
      redis.commands().del(keys.scheduled(QueueName.DEFAULT));
      redis.commands().zadd(keys.scheduled(QueueName.DEFAULT), 1.0, "y");
      assertEquals("y", told.nextDelivery().id().value());
    }

    @Test
    void whatIsDueIsPromotedEvenWithoutAGrant() throws RedisTroubleException, InterruptedException {
      redis.commands().zadd(keys.scheduled(QueueName.DEFAULT), 1.0, "due");
      Intake without = start(US, LONG);
      Intake with = start(OTHERS, LONG, OTHER_QUEUE);
      with.grant(1);

      awaitLength(1);

      without.stop();
      assertEquals(0, redis.commands().zcard(keys.scheduled(QueueName.DEFAULT)));
    }
  }

  @Nested
  final class Trouble {

    @Test
    void aFlushedRedisGetsItsGroupsBack() throws RedisTroubleException, InterruptedException {
      Intake intake = start(US, LONG);
      intake.grant(2);
      clients.send("x");
      told.nextDelivery();

      redis.commands().flushall();
      clients.send("y");

      assertEquals("y", told.nextDelivery().id().value());
    }

    @Test
    void aKilledRedisIsToldAndServedAgain()
        throws RedisTroubleException, IOException, InterruptedException {
      Intake intake = start(US, LONG);
      intake.grant(2);
      clients.send("x");
      told.nextDelivery();

      redis.kill();
      Optional<String> trouble = told.nextAvailability();
      redis.restart();

      assertTrue(trouble.isPresent());
      assertFalse(trouble.get().contains(redis.uri().substring(9, 41)), "shows the password");
      assertEquals(Optional.empty(), told.nextAvailability());
      clients.send("y");
      assertEquals("y", told.nextDelivery().id().value());
    }

    @Test
    void aQueueOfAnotherTypeDoesNotHoldUpTheOthers()
        throws RedisTroubleException, InterruptedException {
      redis.commands().set(keys.queue(OTHER_QUEUE), "no stream");
      clients.send("x");

      start(US, LONG, OTHER_QUEUE, QueueName.DEFAULT).grant(2);

      assertEquals("x", told.nextDelivery().id().value());
    }

    @Test
    void aQueueThatWasRepairedIsServed() throws RedisTroubleException, InterruptedException {
      redis.commands().set(keys.queue(OTHER_QUEUE), "no stream");
      clients.send("x");
      start(US, LONG, OTHER_QUEUE, QueueName.DEFAULT).grant(2);
      told.nextDelivery();

      redis.commands().del(keys.queue(OTHER_QUEUE));
      add(OTHER_QUEUE, Map.of("execution_id", "y"));

      assertEquals("y", told.nextDelivery().id().value());
    }
  }

  @Nested
  final class Renewals {

    @Test
    void aRenewedLeaseIsYoungAgainAndNothingIsLost() throws RedisTroubleException {
      Delivery held = clients.sendAndTake("x", US);
      redis
          .commands()
          .dispatch(
              io.lettuce.core.protocol.CommandType.XCLAIM,
              new io.lettuce.core.output.StatusOutput<>(io.lettuce.core.codec.StringCodec.UTF8),
              new io.lettuce.core.protocol.CommandArgs<>(io.lettuce.core.codec.StringCodec.UTF8)
                  .add(queue)
                  .add("bifrost")
                  .add(US)
                  .add(0)
                  .add(held.receipt())
                  .add("IDLE")
                  .add(60_000)
                  .add("JUSTID"));
      assertTrue(pendingMessages().get(0).getMsSinceLastDelivery() >= 60_000);

      assertEquals(Set.of(), outcome(leases().renew(List.of(held))));

      assertTrue(pendingMessages().get(0).getMsSinceLastDelivery() < 60_000);
    }

    @Test
    void theLeaseOfAnEntryFromTheFrontIsRenewedThere() throws RedisTroubleException {
      redis.commands().xadd(keys.front(QueueName.DEFAULT), Map.of("execution_id", "waited"));
      Delivery held = clients.takeFront(US);

      assertEquals(Set.of(), outcome(leases().renew(List.of(held))));
      redis.commands().xack(keys.front(QueueName.DEFAULT), "bifrost", held.receipt());
      assertEquals(Set.of(held), outcome(leases().renew(List.of(held))));
    }

    @Test
    void aLeaseThatAnotherTookIsReportedAndLeftAlone() throws RedisTroubleException {
      Delivery kept = clients.sendAndTake("x", US);
      Delivery lost = clients.sendAndTake("y", OTHERS);
      Delivery gone = new Delivery(new ExecutionId("z"), OTHER_QUEUE, "1-1");

      assertEquals(Set.of(lost, gone), outcome(leases().renew(List.of(kept, lost, gone))));

      assertEquals(OTHERS, holder(lost.receipt()));
    }

    @Test
    void moreLeasesThanFitOneCallAreRenewedToo() throws RedisTroubleException {
      List<Delivery> held = new ArrayList<>();
      for (int number = 0; number < 250; number++) {
        held.add(clients.sendAndTake("x" + number, number % 2 == 0 ? US : OTHERS));
      }

      assertEquals(125, outcome(leases().renew(held)).size());
    }

    @Test
    void aRenewalKeepsTheContextAlive() throws RedisTroubleException {
      Delivery held = clients.sendAndTake("x", US);
      redis.commands().expire(keys.context(held.id()), 5);
      Leases leases = leases();

      outcome(leases.renew(List.of(held)));
      // Comes after it over the same connection.
      outcome(leases.cancelRequests(List.of(held.id())));

      assertTrue(redis.commands().ttl(keys.context(held.id())) > 800);
    }

    @Test
    void aRedisThatDoesNotAnswerIsAFailureInBoundedTime()
        throws RedisTroubleException, IOException, InterruptedException {
      Delivery held = clients.sendAndTake("x", US);
      Leases leases = leases();
      redis.pause();

      Throwable failure =
          leases
              .renew(List.of(held))
              .handle((lost, trouble) -> trouble)
              .toCompletableFuture()
              .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
              .join();

      // On a Cluster the search for the node that has the slot meets the silence first.
      String reason = String.valueOf(failure);
      assertTrue(reason.contains("timed out") || reason.contains("Unable to connect"), reason);
    }

    @Test
    void cancelRequestsAreFoundInWhateverForm() throws RedisTroubleException {
      ExecutionId asked = new ExecutionId("asked");
      ExecutionId scribbled = new ExecutionId("scribbled");
      ExecutionId strange = new ExecutionId("strange");
      redis.commands().set(keys.cancel(asked), "{\"by\":\"alice\",\"reason\":\"no need\"}");
      redis.commands().set(keys.cancel(scribbled), "please");
      redis.commands().lpush(keys.cancel(strange), "please");

      Map<ExecutionId, CancelRequest> requests =
          outcome(
              leases()
                  .cancelRequests(List.of(asked, scribbled, strange, new ExecutionId("wanted"))));

      assertEquals(Set.of(asked, scribbled, strange), requests.keySet());
      assertEquals(new CancelRequest("alice", "no need"), requests.get(asked));
      assertEquals(new CancelRequest("unknown", "please"), requests.get(scribbled));
    }

    private Leases leases() throws RedisTroubleException {
      return new RedisLeases(redis.link(), US, Duration.ofMinutes(15));
    }
  }

  private static long redisMillis() {
    List<String> time = redis.commands().time();
    return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
  }

  private Intake start(String supervisor, Duration lease, QueueName... queues)
      throws RedisTroubleException {
    List<QueueName> served = queues.length == 0 ? List.of(QueueName.DEFAULT) : List.of(queues);
    RedisIntake intake = new RedisIntake(redis.link(), settings(supervisor, lease, served), told);
    started.add(intake);
    intake.start();
    return intake;
  }

  private static IntakeSettings settings(
      String supervisor, Duration lease, List<QueueName> queues) {
    return new IntakeSettings(
        "default",
        supervisor,
        queues,
        QueueShares.EQUAL,
        Map.of(),
        lease,
        Duration.ofMillis(100),
        new ByteSize(64L << 10));
  }

  private static void add(QueueName name, Map<String, String> entry) {
    redis.commands().xadd(redis.keys().queue(name), entry);
  }

  private String holder(String receipt) {
    return pendingMessages().stream()
        .filter(message -> message.getId().equals(receipt))
        .map(PendingMessage::getConsumer)
        .findFirst()
        .orElse("nobody");
  }

  private List<PendingMessage> pendingMessages() {
    return redis.commands().xpending(queue, "bifrost", Range.unbounded(), Limit.from(1_000));
  }

  private long allPending() {
    return redis.commands().xpending(queue, "bifrost").getCount()
        + redis.commands().xpending(keys.queue(OTHER_QUEUE), "bifrost").getCount();
  }

  private void awaitLength(long length) {
    await(() -> redis.commands().xlen(queue) == length);
  }

  private static void await(BooleanSupplier fact) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!fact.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "It does not come true");
    }
  }
}

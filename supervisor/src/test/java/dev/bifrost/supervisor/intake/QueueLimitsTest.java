package dev.bifrost.supervisor.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.Rate;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.Clients;
import dev.bifrost.supervisor.testing.RedisExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What limits and pauses of queues do; with braces in the keys, for the same on a cluster. */
class QueueLimitsTest {

  @RegisterExtension
  static final RedisExtension redis = new RedisExtension(new KeySpace("bifrost", true));

  private static final String US = "supervisor-1";
  private static final String OTHERS = "supervisor-2";
  private static final QueueName OTHER_QUEUE = new QueueName("other");
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration BOUND = Duration.ofSeconds(20);

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
  final class Paused {

    @Test
    void nothingIsTakenUntilItIsResumed() throws RedisTroubleException, InterruptedException {
      set("paused", "true");
      clients.send("x");
      RedisIntake intake = start(US, LONG, QueueLimits.NONE, told);
      intake.grant(1);
      // The other queue is served, and a second round of it has seen the pause of the first.
      clientsOfOther("y");
      assertEquals("y", told.nextDelivery().id().value());

      assertEquals(0, taken());
      redis.commands().hdel(keys.settings(QueueName.DEFAULT), "paused");
      intake.grant(1);
      assertEquals("x", told.nextDelivery().id().value());
    }

    @Test
    void aPauseIsSeenByOneThatWaitsAtTheQueue() throws RedisTroubleException, InterruptedException {
      RedisIntake intake = start(US, LONG, QueueLimits.NONE, told);
      intake.grant(2);
      clients.send("x");
      told.nextDelivery();
      set("paused", "true");
      awaitRounds(2);

      clients.send("y");
      awaitRounds(2);

      assertEquals(1, taken());
      assertEquals(0, told.waiting());
    }

    @Test
    void whatADeadSupervisorHeldStaysWhereItIs()
        throws RedisTroubleException, InterruptedException {
      Delivery held = clients.sendAndTake("x", OTHERS);
      set("paused", "true");
      start(US, SHORT, QueueLimits.NONE, told).grant(1);
      awaitRounds(5);
      assertEquals(0, told.waiting());

      redis.commands().hdel(keys.settings(QueueName.DEFAULT), "paused");

      assertEquals(held, told.nextDelivery());
    }

    @Test
    void aSpoiltScheduleHidesNoPause() throws RedisTroubleException, InterruptedException {
      redis.commands().set(keys.scheduled(QueueName.DEFAULT), "spoilt");
      set("paused", "true");
      clients.send("x");
      start(US, LONG, QueueLimits.NONE, told).grant(1);
      clientsOfOther("y");

      assertEquals("y", told.nextDelivery().id().value());
      assertEquals(0, taken());
    }
  }

  @Nested
  final class WithSlots {

    @Test
    void noMoreAreTakenThanTheQueueHasSlots() throws RedisTroubleException, InterruptedException {
      send(5);
      start(US, LONG, jobs(2), told).grant(5);

      List<Delivery> first = List.of(told.nextDelivery(), told.nextDelivery());
      awaitRounds(2);

      assertEquals(2, taken());
      acknowledge(first.get(0));
      assertEquals("x3", told.nextDelivery().id().value());
      assertEquals(2, taken());
    }

    @Test
    void whatIsSettledHereMakesRoomAtOnce() throws RedisTroubleException, InterruptedException {
      send(3);
      RedisIntake intake = start(US, LONG, jobs(1), told);
      intake.grant(3);
      for (int number = 1; number <= 3; number++) {
        Delivery delivery = told.nextDelivery();
        assertEquals("x" + number, delivery.id().value());
        acknowledge(delivery);
        intake.settled(delivery);
      }
    }

    @Test
    void whatIsSentWhileItWaitsIsDelivered() throws RedisTroubleException, InterruptedException {
      start(US, LONG, jobs(2), told).grant(2);
      awaitRounds(2);

      clients.send("x");
      assertEquals("x", told.nextDelivery().id().value());
      redis.commands().xadd(keys.front(QueueName.DEFAULT), Map.of("execution_id", "waited"));

      assertEquals("waited", told.nextDelivery().id().value());
      assertEquals(2, taken() + taken(keys.front(QueueName.DEFAULT)));
    }

    @Test
    void theFrontComesFirstAndCounts() throws RedisTroubleException, InterruptedException {
      send(2);
      redis.commands().xadd(keys.front(QueueName.DEFAULT), Map.of("execution_id", "waited"));
      start(US, LONG, jobs(1), told).grant(3);

      Delivery first = told.nextDelivery();
      assertEquals("waited", first.id().value());
      awaitRounds(2);
      assertEquals(0, taken());
      redis.commands().xack(keys.front(QueueName.DEFAULT), "bifrost", first.receipt());

      assertEquals("x1", told.nextDelivery().id().value());
    }

    @Test
    void theSlotsOfADeadSupervisorComeBackAfterItsLease()
        throws RedisTroubleException, InterruptedException {
      clients.sendAndTake("x1", OTHERS);
      clients.sendAndTake("x2", OTHERS);
      clients.send("x3");
      start(US, Duration.ofMillis(600), jobs(1), told).grant(3);

      // Both were taken before there was a limit; now one at a time.
      Delivery first = told.nextDelivery();
      assertEquals("x1", first.id().value());
      keepAlive(first);
      assertEquals(0, told.waiting());
      acknowledge(first);
      Delivery second = told.nextDelivery();
      assertEquals("x2", second.id().value());
      acknowledge(second);

      assertEquals("x3", told.nextDelivery().id().value());
    }

    @Test
    void whatOperatorsSetCountsMoreThanWhatIsConfigured()
        throws RedisTroubleException, InterruptedException {
      send(6);
      set("max_jobs", "2");
      start(US, LONG, jobs(1), told).grant(6);
      assertEquals(List.of("x1", "x2"), told.nextDeliveries(2));

      set("max_jobs", "3");
      assertEquals(List.of("x3"), told.nextDeliveries(1));
      awaitRounds(2);
      assertEquals(3, taken());

      set("max_jobs", "none");
      assertEquals(List.of("x4", "x5", "x6"), told.nextDeliveries(3));
    }

    @Test
    void aSettingThatCannotBeReadLeavesWhatIsConfigured()
        throws RedisTroubleException, InterruptedException {
      send(3);
      set("max_jobs", "a few");
      set("rate", "often");
      start(US, LONG, jobs(2), told).grant(3);
      assertEquals(List.of("x1", "x2"), told.nextDeliveries(2));
      awaitRounds(2);

      assertEquals(2, taken());
    }

    @Test
    void aQueueWithoutLimitsBesideIsNotHeldUp() throws RedisTroubleException, InterruptedException {
      send(2);
      start(US, LONG, jobs(1), told).grant(4);
      assertEquals("x1", told.nextDelivery().id().value());

      clientsOfOther("y");

      assertEquals("y", told.nextDelivery().id().value());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void threeSupervisorsNeverRunMoreThanThereAreSlotsAndLoseNothing(long seed)
        throws RedisTroubleException, InterruptedException {
      SplittableRandom random = new SplittableRandom(seed);
      int slots = 1 + random.nextInt(4);
      int executions = 120;
      send(executions);
      RecordingIntakeListener all = new RecordingIntakeListener();
      List<RedisIntake> crew = new ArrayList<>();
      for (String name : List.of("a", "b", "c")) {
        crew.add(start(name, LONG, jobs(slots), all));
      }
      Set<String> seen = new HashSet<>();
      List<Delivery> running = new ArrayList<>();
      crew.forEach(one -> one.grant(executions));

      while (seen.size() < executions) {
        if (running.size() < slots && (running.isEmpty() || random.nextBoolean())) {
          Delivery next = all.nextDelivery();
          assertTrue(seen.add(next.id().value()), next + " came twice with seed " + seed);
          running.add(next);
        } else {
          Delivery ended = running.remove(random.nextInt(running.size()));
          acknowledge(ended);
          crew.forEach(one -> one.settled(ended));
        }
        // Those that wait to be heard run as well.
        assertTrue(
            running.size() + all.waiting() <= slots && taken() <= slots,
            () -> taken() + " of " + slots + " slots are in use with seed " + seed);
      }
    }
  }

  @Nested
  final class WithARate {

    @Test
    void aBurstComesAtOnceAndTheRestWithPauses()
        throws RedisTroubleException, InterruptedException {
      send(30);
      set("burst", "5");
      start(US, LONG, rate("20/s"), told).grant(30);
      told.nextDeliveries(5);
      long start = System.nanoTime();

      told.nextDeliveries(20);

      Duration lasted = Duration.ofNanos(System.nanoTime() - start);
      // A second for 20, but for the burst that may have been heard a little late.
      assertTrue(lasted.compareTo(Duration.ofMillis(750)) >= 0, "20 of 20/s after " + lasted);
    }

    @Test
    void twoSupervisorsShareOneRate() throws RedisTroubleException, InterruptedException {
      send(200);
      long before = redisMicros();
      start(US, LONG, rate("100/s"), told).grant(200);
      start(OTHERS, LONG, rate("100/s"), told).grant(200);

      told.nextDeliveries(125);

      long lasted = redisMicros() - before;
      int most = told.waiting() + 125;
      assertTrue(
          most <= 25 + 100 * (redisMicros() - before) / 1_000_000.0 + 1,
          most + " of 100/s with a burst of 25 in " + lasted + " µs");
    }

    @Test
    void aFasterRateDoesNotWaitForTheSlowOneBefore()
        throws RedisTroubleException, InterruptedException {
      send(3);
      start(US, LONG, rate("1/h"), told).grant(3);
      assertEquals(List.of("x1"), told.nextDeliveries(1));
      awaitRounds(2);
      assertEquals(1, taken());

      set("rate", "10/s");

      assertEquals(List.of("x2", "x3"), told.nextDeliveries(2));
    }

    @Test
    void takingOverCountsAsABeginning() throws RedisTroubleException, InterruptedException {
      clients.sendAndTake("x1", OTHERS);
      clients.sendAndTake("x2", OTHERS);
      start(US, SHORT, rate("1/h"), told).grant(2);

      assertEquals(List.of("x1"), told.nextDeliveries(1));
      awaitRounds(5);

      assertEquals(0, told.waiting());
    }
  }

  private static QueueLimits jobs(int most) {
    return new QueueLimits(OptionalInt.of(most), Optional.empty());
  }

  private static QueueLimits rate(String rate) {
    return new QueueLimits(OptionalInt.empty(), Optional.of(Rate.parse(rate)));
  }

  private RedisIntake start(
      String supervisor, Duration lease, QueueLimits limits, RecordingIntakeListener listener)
      throws RedisTroubleException {
    IntakeSettings settings =
        new IntakeSettings(
            "default",
            supervisor,
            List.of(QueueName.DEFAULT, OTHER_QUEUE),
            QueueShares.EQUAL,
            Map.of(QueueName.DEFAULT, limits),
            lease,
            Duration.ofMillis(100),
            new ByteSize(64L << 10));
    RedisIntake intake = new RedisIntake(redis.link(), settings, listener);
    started.add(intake);
    intake.start();
    return intake;
  }

  private void set(String field, String value) {
    redis.commands().hset(keys.settings(QueueName.DEFAULT), field, value);
  }

  private void send(int executions) {
    for (int number = 1; number <= executions; number++) {
      clients.send("x" + number);
    }
  }

  private void clientsOfOther(String id) {
    redis.commands().xadd(keys.queue(OTHER_QUEUE), Map.of("execution_id", id));
  }

  private void acknowledge(Delivery delivery) {
    redis.commands().xack(queue, "bifrost", delivery.receipt());
    redis.commands().xdel(queue, delivery.receipt());
  }

  /** Renews the lease of what runs while the intake goes its rounds. */
  private void keepAlive(Delivery delivery) throws RedisTroubleException {
    Leases leases = new RedisLeases(redis.link(), US, Duration.ofMinutes(15));
    awaitRounds(8, () -> leases.renew(List.of(delivery)).toCompletableFuture().join());
  }

  /** Returns when an intake has looked at the schedule so often, which it does in each round. */
  private void awaitRounds(int rounds) {
    awaitRounds(rounds, () -> {});
  }

  private void awaitRounds(int rounds, Runnable meanwhile) {
    for (int round = 0; round < rounds; round++) {
      String due = keys.scheduled(OTHER_QUEUE);
      redis.commands().zadd(due, 0, "!no-execution-" + round);
      long deadline = System.nanoTime() + BOUND.toNanos();
      while (redis.commands().zcard(due) > 0) {
        meanwhile.run();
        assertTrue(System.nanoTime() < deadline, "No round in " + BOUND);
      }
    }
  }

  private long taken() {
    return taken(queue);
  }

  private static long taken(String stream) {
    return redis.commands().xpending(stream, "bifrost").getCount();
  }

  private static long redisMicros() {
    List<String> time = redis.commands().time();
    return Long.parseLong(time.get(0)) * 1_000_000 + Long.parseLong(time.get(1));
  }
}

package dev.bifrost.supervisor.settlement;

import static dev.bifrost.supervisor.testing.Stages.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeyDigest;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Beginning.Begun;
import dev.bifrost.supervisor.execution.Beginning.SetAside;
import dev.bifrost.supervisor.execution.Beginning.Superfluous;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.QueueTable;
import dev.bifrost.supervisor.gate.BreakerSettings;
import dev.bifrost.supervisor.gate.Gate;
import dev.bifrost.supervisor.gate.GateSettings;
import dev.bifrost.supervisor.gate.HoldingLeases;
import dev.bifrost.supervisor.intake.RedisLeases;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.Clients;
import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.Range;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two supervisors and a patrol, over keys in braces so that a second slot would be seen. */
class WaitingTest {

  @RegisterExtension
  static final RedisExtension redis = new RedisExtension(new KeySpace("bifrost", true));

  private static final String US = "supervisor-1";
  private static final String OTHERS = "supervisor-2";
  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final KeyDigest KEY = KeyDigest.of("printer 1");
  private static final String KEYED =
      "{\"function_name\":\"a.B\",\"concurrency_key\":\"printer 1\"}";
  private static final String TWO_AT_ONCE =
      "{\"function_name\":\"a.B\",\"concurrency_key\":\"printer 1\",\"concurrency_limit\":2}";
  private static final String SAME = "{\"function_name\":\"a.B\",\"idempotency_key\":\"order 7\"}";

  private final Clients clients = new Clients(redis);
  private final KeySpace keys = redis.keys();
  private Gate gate;
  private Gate othersGate;
  private RedisSettlement settlement;
  private RedisSettlement others;
  private Patrol patrol;
  private HoldingLeases leases;

  @BeforeEach
  void connect() throws RedisTroubleException {
    RedisLink link = redis.link();
    gate = new Gate(link, settings(List.of(QueueName.DEFAULT)));
    othersGate = new Gate(link, settings(List.of(new QueueName("elsewhere"))));
    settlement =
        new RedisSettlement(
            link,
            US,
            SettlementSettings.DEFAULT,
            new SecretReferences(Map.of()),
            gate,
            Milestones.NOOP);
    others =
        new RedisSettlement(
            link,
            OTHERS,
            SettlementSettings.DEFAULT,
            new SecretReferences(Map.of()),
            othersGate,
            Milestones.NOOP);
    leases = new HoldingLeases(new RedisLeases(link, US, Duration.ofMinutes(15)), gate);
    patrol =
        new Patrol(
            link,
            List.of(QueueName.DEFAULT),
            gate,
            new Withdrawal(link, US, SettlementSettings.DEFAULT, gate));
  }

  @Nested
  class ForAConcurrencyKey {

    @Test
    void whatCannotRunLeavesItsQueueAndHoldsNothing() {
      begun(take("a", KEYED));

      SetAside aside = assertInstanceOf(SetAside.class, begin(take("b", KEYED)));

      assertTrue(aside.reason().contains("concurrency key"), aside.reason());
      assertEquals("Pending", state("b", "status"));
      assertEquals("concurrency_key", state("b", "waiting_for"));
      assertNull(state("b", "attempt"));
      assertEquals(List.of("waiting"), journalTypes("b"));
      assertEquals(1, redis.commands().xlen(keys.queue(QueueName.DEFAULT)));
      assertEquals(List.of("b"), waiting());
    }

    @Test
    void whatStandsBehindItInTheQueueRuns() {
      begun(take("a", KEYED));
      begin(take("b", KEYED));

      begun(take("c", Clients.CONTEXT));
    }

    @Test
    void theEndOfTheHolderBringsTheNextToTheFrontInTheOrderOfArrival() {
      Delivery a = take("a", KEYED);
      Begun first = begun(a);
      Stream.of("b", "c", "d").forEach(id -> begin(take(id, KEYED)));

      outcome(settlement.settle(Results.finish(a, first)));

      assertEquals(List.of("b"), front());
      assertInstanceOf(SetAside.class, begin(take("late", KEYED)));
      Delivery b = clients.takeFront(US);
      Begun second = begun(b);
      assertEquals(1, second.attempt());
      assertNull(state("b", "waiting_for"));
      outcome(settlement.settle(Results.finish(b, second)));
      assertEquals(List.of("c"), front());
      assertEquals(List.of("c", "d", "late"), waiters());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.bifrost.supervisor.settlement.WaitingTest#waysOut")
    void everyWayOutFreesTheKey(String name, BiFunction<Delivery, Begun, Conclusion> end) {
      Delivery a = take("a", KEYED);
      Begun first = begun(a);
      begin(take("b", KEYED));

      outcome(settlement.settle(end.apply(a, first)));

      assertEquals(List.of("b"), front(), name);
      assertEquals(List.of("b"), holders(), name);
    }

    @Test
    void asManyRunAsTheLimitSays() {
      begun(take("a", TWO_AT_ONCE));
      begun(take("b", TWO_AT_ONCE));

      assertInstanceOf(SetAside.class, begin(take("c", TWO_AT_ONCE)));
    }

    @Test
    void theKeysOfTwoSupervisorsAreOne() {
      begun(others, take("a", KEYED, OTHERS));

      assertInstanceOf(SetAside.class, begin(take("b", KEYED)));
    }

    @Test
    void aKeySpeltWithEscapesIsTheSameKey() {
      begun(take("a", KEYED));

      assertInstanceOf(
          SetAside.class, begin(take("b", KEYED.replace("concurrency", "\\u0063oncurrency"))));
    }

    @Test
    void aKeyWhoseHolderDiedIsFreeWhenItsHoldHasEnded() {
      begun(others, take("a", KEYED, OTHERS));
      begin(take("b", KEYED));
      endHolds();

      outcome(patrol.round());

      assertEquals(List.of("b"), front());
      begun(clients.takeFront(US));
    }

    @Test
    void aRenewedLeaseHoldsTheKeyLonger() {
      Delivery a = take("a", KEYED);
      begun(a);
      redis.commands().zincrby(keys.holders(KEY), -LEASE.toMillis() / 2.0, "a");
      double before = redis.commands().zscore(keys.holders(KEY), "a");

      assertEquals(0, outcome(leases.renew(List.of(a))).size());

      assertTrue(redis.commands().zscore(keys.holders(KEY), "a") > before);
    }

    @Test
    void aHoldThatHasEndedIsNotTakenBackFromTheNext() {
      Delivery a = take("a", KEYED);
      begun(a);
      begin(others, take("b", KEYED, OTHERS));
      endHolds();
      outcome(patrol.round());

      outcome(leases.renew(List.of(a)));

      assertEquals(List.of("b"), holders());
    }

    @Test
    void theLateEndOfALostAttemptFreesNothing() {
      Delivery lost = take("a", KEYED, OTHERS);
      Begun first = begun(others, lost);
      begun(lost);
      begin(take("b", KEYED));

      assertEquals(Settled.LATE, outcome(others.settle(Results.finish(lost, first))));

      assertEquals(List.of("a"), holders());
      assertEquals(List.of(), front());
    }

    @Test
    void whoRunsAgainAfterItsSupervisorDiedKeepsItsKey() {
      Delivery a = take("a", KEYED, OTHERS);
      begun(others, a);

      assertEquals(2, begun(a).attempt());
    }

    @Test
    void aPromiseThatNeverCameToTheFrontIsRepeatedOnce() {
      Delivery a = take("a", KEYED);
      Begun first = begun(a);
      begin(take("b", KEYED));
      outcome(settlement.settle(Results.finish(a, first)));
      redis.commands().del(keys.front(QueueName.DEFAULT));
      endHolds();

      outcome(patrol.round());
      endHolds();
      outcome(patrol.round());

      assertEquals(List.of("b"), front());
    }

    @Test
    void aPromiseToAQueueThatNobodyServesDoesNotHoldUpTheOthers() {
      Delivery a = take("a", KEYED);
      Begun first = begun(a);
      Delivery unserved =
          new Delivery(new ExecutionId("b"), new QueueName("unserved"), take("b", KEYED).receipt());
      begin(unserved);
      begin(take("c", KEYED));
      outcome(settlement.settle(Results.finish(a, first)));
      assertEquals(List.of("b"), holders());
      endHolds();

      outcome(patrol.round());

      assertEquals(List.of("c"), front());
    }

    @Test
    void theSetOfKeysForgetsThoseForWhichNobodyWaits() {
      Delivery a = take("a", KEYED);
      Begun first = begun(a);
      begin(take("b", KEYED));
      assertEquals(1, redis.commands().scard(keys.concurrency()));
      outcome(settlement.settle(Results.finish(a, first)));
      Delivery b = clients.takeFront(US);
      outcome(settlement.settle(Results.finish(b, begun(b))));

      assertEquals(0, redis.commands().scard(keys.concurrency()));
      assertEquals(List.of(), holders());
      assertEquals(List.of(), waiting());
    }

    @Test
    void aLimitThatIsNoneIsRefusedWithItsReason() {
      Begun begun = begun(take("a", KEYED.replace("}", ",\"concurrency_limit\":0}")));

      Beginning.Terms.Refused refused =
          assertInstanceOf(Beginning.Terms.Refused.class, begun.terms());
      assertTrue(
          refused.failure().message().contains("concurrency_limit: must be"),
          refused.failure().message());
    }
  }

  @Nested
  class ForTheSameResult {

    @Test
    void theSecondGetsTheResultOfTheFirstAndRunsNothing() {
      Delivery a = take("a", SAME);
      outcome(settlement.settle(Results.finish(a, begun(a))));

      assertInstanceOf(SetAside.class, begin(others, take("b", SAME, OTHERS)));

      String result = result("b");
      assertTrue(result.contains("\"execution_id\":\"b\""), result);
      assertTrue(result.contains("\"idempotent_of\":\"a\""), result);
      assertTrue(result.contains("\"status\":\"Success\""), result);
      assertTrue(result.contains("\"result\":42"), result);
      assertEquals("Success", state("b", "status"));
      assertEquals(List.of("started", "finished"), journalTypes("b"));
      assertEquals(0, redis.commands().xlen(keys.queue(QueueName.DEFAULT)));
    }

    @Test
    void theSecondWaitsForTheFirstWithoutAnEntry() {
      Delivery a = take("a", SAME);
      Begun first = begun(a);

      assertInstanceOf(SetAside.class, begin(others, take("b", SAME, OTHERS)));

      assertEquals("idempotency_key", state("b", "waiting_for"));
      assertEquals(List.of("b"), waiting());
      outcome(settlement.settle(Results.finish(a, first)));
      assertEquals(List.of("b"), front());
      assertInstanceOf(SetAside.class, begin(clients.takeFront(US)));
      assertTrue(result("b").contains("\"idempotent_of\":\"a\""));
    }

    @Test
    void theFailureOfTheFirstIsAResultTooButARetryIsNone() {
      Delivery a = take("a", SAME);
      Begun first = begun(a);
      begin(take("b", SAME));
      outcome(settlement.settle(Results.retry(a, first, Duration.ZERO)));
      assertEquals(List.of(), front());
      Delivery again = clients.take(US);

      outcome(settlement.settle(Results.exhausted(again, begun(again))));

      begin(clients.takeFront(US));
      assertTrue(result("b").contains("\"error_type\":\"com.acme.Broken\""), result("b"));
      assertEquals("com.acme.Broken", state("b", "error_type"));
    }

    @Test
    void aFirstWhoseSupervisorDiedIsStillTheFirst() {
      Delivery a = take("a", SAME, OTHERS);
      begun(others, a);
      begin(take("b", SAME));

      Begun again = begun(a);
      outcome(settlement.settle(Results.finish(a, again)));

      assertEquals(2, again.attempt());
      assertEquals(List.of("b"), front());
    }

    @Test
    void followersOfAFirstWhoseSupervisorDiedAfterTheResultAreTold() {
      Delivery a = take("a", SAME, OTHERS);
      begun(others, a);
      begin(take("b", SAME));
      redis.commands().set(keys.result(new ExecutionId("a")), "{}");

      assertInstanceOf(Superfluous.class, begin(a));

      assertEquals(List.of("b"), front());
    }

    @Test
    void ifNothingIsLeftOfTheFirstTheSecondIsTheFirst() {
      begun(others, take("a", SAME, OTHERS));
      ExecutionId a = new ExecutionId("a");
      redis.commands().del(keys.context(a), keys.state(a), keys.events(a));

      begun(take("b", SAME));
      assertInstanceOf(SetAside.class, begin(take("c", SAME)));

      assertEquals(1, redis.commands().zcard(keys.followers(new ExecutionId("b"))));
    }

    @Test
    void aResultThatSomebodySpoiltIsNotHandedOn() {
      Delivery a = take("a", SAME);
      outcome(settlement.settle(Results.finish(a, begun(a))));
      redis.commands().set(keys.result(new ExecutionId("a")), "nonsense");

      begun(take("b", SAME));
    }

    @Test
    void theKeyEndsWithTheResult() {
      Delivery a = take("a", SAME);
      outcome(settlement.settle(Results.finish(a, begun(a))));

      long left = redis.commands().ttl(keys.idempotency(KeyDigest.of("order 7")));

      assertTrue(left > 0 && left <= Duration.ofHours(24).toSeconds(), () -> "left: " + left);
    }
  }

  @Nested
  class BecauseItsCodeCrashes {

    private static final String BAD = "{\"function_name\":\"a.Bad\"}";

    @BeforeEach
    void crashUntilTheBreakerOpens() {
      IntStream.rangeClosed(1, 5).forEach(number -> crash("x" + number));
    }

    @Test
    void fourCrashesAreNotTooMany() {
      redis.commands().flushall();
      outcome(patrol.round());
      IntStream.rangeClosed(1, 4).forEach(number -> crash("x" + number));

      begun(take("y", BAD));
    }

    @Test
    void nothingMoreOfItRunsAndItComesAgainLater() {
      SetAside aside = assertInstanceOf(SetAside.class, begin(take("y", BAD)));

      assertTrue(aside.reason().contains("crashed"), aside.reason());
      assertEquals("Scheduled", state("y", "status"));
      assertEquals("circuit_breaker", state("y", "waiting_for"));
      assertNull(state("y", "attempt"));
      assertTrue(redis.commands().zscore(keys.scheduled(QueueName.DEFAULT), "y") > 0);
    }

    @Test
    void allOtherCodeRunsOn() {
      begun(take("y", "{\"function_name\":\"a.Good\"}"));
      begun(take("z", "{\"workflow_code\":\"class Bad {}\"}"));
    }

    @Test
    void theOtherSupervisorLearnsOfItOnItsPatrol() {
      begun(others, take("y", BAD, OTHERS));

      outcome(othersGate.refresh());

      assertInstanceOf(SetAside.class, begin(others, take("z", BAD, OTHERS)));
    }

    @Test
    void afterThePauseOneMayTryAndItsSuccessLetsAllRun() {
      KeyDigest code = code();
      endPause();
      Delivery trial = take("y", BAD);
      Begun begun = begun(trial);
      assertInstanceOf(SetAside.class, begin(take("z", BAD)));

      outcome(settlement.settle(Results.finish(trial, begun)));

      begun(take("w", BAD));
      assertEquals(0, redis.commands().exists(keys.breakers(), keys.breaker(code)));
    }

    @Test
    void aTrialThatCrashesStartsThePauseAgain() {
      endPause();

      crash("y");

      assertInstanceOf(SetAside.class, begin(take("z", BAD)));
      assertInstanceOf(SetAside.class, begin(take("w", BAD)));
    }

    @Test
    void aTrialThatIsGivenBackLeavesTheTrialToTheNext() {
      endPause();
      Delivery trial = take("y", BAD);
      outcome(settlement.settle(Results.giveBack(trial, begun(trial))));

      begun(take("z", BAD));
    }

    private void crash(String id) {
      Delivery delivery = take(id, BAD);
      outcome(settlement.settle(Results.crash(delivery, begun(delivery))));
      // What runs again is of no interest here.
      redis.commands().del(keys.queue(QueueName.DEFAULT));
    }

    private void endPause() {
      redis.commands().hset(keys.breaker(code()), "open_until", "1");
    }

    private KeyDigest code() {
      return new KeyDigest(redis.commands().smembers(keys.breakers()).iterator().next());
    }
  }

  @Nested
  class ToBeCancelled {

    @Test
    void whatIsScheduledIsCancelledByTheFlagAlone() {
      clients.send("other");
      redis.commands().set(keys.context(new ExecutionId("a")), Clients.CONTEXT);
      redis.commands().zadd(keys.scheduled(QueueName.DEFAULT), 9e12, "a");
      cancel("a");

      outcome(patrol.round());

      assertCancelled("a");
      assertEquals(0, redis.commands().zcard(keys.scheduled(QueueName.DEFAULT)));
    }

    @Test
    void whatIsQueuedAndNotTakenIsCancelledAndItsEntryIsSuperfluous() {
      clients.send("a");
      clients.send("b");
      cancel("b");

      outcome(patrol.round());

      assertCancelled("b");
      begun(clients.take(US));
      assertInstanceOf(Superfluous.class, begin(clients.take(US)));
    }

    @Test
    void whatRunsIsLeftToItsSupervisor() {
      begun(take("a", Clients.CONTEXT));
      cancel("a");

      outcome(patrol.round());

      assertEquals("Running", state("a", "status"));
    }

    @Test
    void whatWaitsForAKeyIsCancelledAndTheNextHasItsPlace() {
      Delivery a = take("a", KEYED);
      Begun first = begun(a);
      begin(take("b", KEYED));
      begin(take("c", KEYED));
      cancel("b");

      outcome(patrol.round());

      assertCancelled("b");
      assertEquals(List.of("c"), waiting());
      outcome(settlement.settle(Results.finish(a, first)));
      assertEquals(List.of("c"), front());
    }

    @Test
    void aPromiseToWhatIsCancelledGoesToTheNext() {
      Delivery a = take("a", KEYED);
      Begun first = begun(a);
      begin(take("b", KEYED));
      begin(take("c", KEYED));
      outcome(settlement.settle(Results.finish(a, first)));
      cancel("b");

      outcome(patrol.round());

      assertCancelled("b");
      assertEquals(List.of("c"), holders());
      assertEquals(List.of("b", "c"), front());
    }

    @Test
    void followersGetTheCancellationAsTheResult() {
      Delivery a = take("a", SAME);
      Begun first = begun(a);
      begin(take("b", SAME));
      outcome(settlement.settle(Results.retry(a, first, Duration.ofHours(1))));
      cancel("a");

      outcome(patrol.round());

      assertCancelled("a");
      begin(clients.takeFront(US));
      assertEquals("Cancelled", state("b", "status"));
    }

    @Test
    void moreThanOnePageIsSeenInMoreThanOneRound() {
      for (int number = 0; number < 1_500; number++) {
        clients.queue("e" + number);
      }
      cancel("e1400");

      outcome(patrol.round());
      assertNull(state("e1400", "status"));
      outcome(patrol.round());

      assertCancelled("e1400");
    }

    private void cancel(String id) {
      redis
          .commands()
          .set(keys.cancel(new ExecutionId(id)), "{\"by\":\"alice\",\"reason\":\"no need\"}");
    }

    private void assertCancelled(String id) {
      assertEquals("Cancelled", state(id, "status"));
      String result = result(id);
      assertTrue(result.contains("\"status\":\"Cancelled\""), result);
      assertTrue(result.contains("alice: no need"), result);
      List<String> types = journalTypes(id);
      assertEquals("finished", types.get(types.size() - 1));
    }
  }

  @Test
  void whatHasWaitedVeryLongAsksAgain() {
    redis.commands().zadd(keys.waiting(QueueName.DEFAULT), 1, "lost");

    outcome(patrol.round());

    assertEquals(List.of("lost"), front());
    assertEquals(List.of(), waiting());
  }

  static Stream<Arguments> waysOut() {
    return Stream.of(
        way("success", Results::finish),
        way("failure for good", Results::exhausted),
        way("retry later", (d, b) -> Results.retry(d, b, Duration.ofHours(1))),
        way("crash", Results::crash),
        way("given back", Results::giveBack));
  }

  private static Arguments way(String name, BiFunction<Delivery, Begun, Conclusion> end) {
    return Arguments.of(name, end);
  }

  private static GateSettings settings(List<QueueName> queues) {
    return new GateSettings(LEASE, QueueTable.STANDARD, queues, BreakerSettings.DEFAULT);
  }

  /** Lets so much time pass for the holds that none is left. */
  private void endHolds() {
    holders().forEach(id -> redis.commands().zadd(keys.holders(KEY), 1, id));
  }

  private Delivery take(String id, String context) {
    return take(id, context, US);
  }

  private Delivery take(String id, String context, String consumer) {
    clients.send(id, context);
    return clients.take(consumer);
  }

  private Beginning begin(Delivery delivery) {
    return begin(settlement, delivery);
  }

  private static Beginning begin(RedisSettlement by, Delivery delivery) {
    return outcome(by.begin(delivery));
  }

  private Begun begun(Delivery delivery) {
    return begun(settlement, delivery);
  }

  private static Begun begun(RedisSettlement by, Delivery delivery) {
    return assertInstanceOf(Begun.class, begin(by, delivery));
  }

  private String state(String id, String field) {
    return redis.commands().hget(keys.state(new ExecutionId(id)), field);
  }

  private String result(String id) {
    return redis.commands().get(keys.result(new ExecutionId(id)));
  }

  private List<String> waiting() {
    return redis.commands().zrange(keys.waiting(QueueName.DEFAULT), 0, -1);
  }

  private List<String> waiters() {
    return redis.commands().zrange(keys.waiters(KEY), 0, -1).stream()
        .map(member -> member.substring(member.lastIndexOf(':') + 1))
        .toList();
  }

  private List<String> holders() {
    return redis.commands().zrange(keys.holders(KEY), 0, -1);
  }

  private List<String> front() {
    return redis.commands().xrange(keys.front(QueueName.DEFAULT), Range.unbounded()).stream()
        .map(entry -> entry.getBody().get("execution_id"))
        .toList();
  }

  private List<String> journalTypes(String id) {
    return redis.commands().xrange(keys.events(new ExecutionId(id)), Range.unbounded()).stream()
        .map(entry -> entry.getBody().get("type"))
        .toList();
  }
}

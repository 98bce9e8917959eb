package dev.bifrost.supervisor.settlement;

import static dev.bifrost.supervisor.testing.Stages.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Beginning.Begun;
import dev.bifrost.supervisor.execution.Beginning.Superfluous;
import dev.bifrost.supervisor.execution.Beginning.Tally;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.Clients;
import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.SetArgs;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** With braces in the keys, for the same tests on a cluster. */
class RedisSettlementTest {

  @RegisterExtension
  static final RedisExtension redis = new RedisExtension(new KeySpace("bifrost", true));

  private static final String US = "supervisor-1";
  private static final String OTHERS = "supervisor-2";
  private static final ExecutionId X = new ExecutionId("x");

  private final Clients clients = new Clients(redis);
  private final KeySpace keys = redis.keys();
  private RedisSettlement settlement;
  private RedisSettlement others;

  @BeforeEach
  void connect() throws RedisTroubleException {
    settlement = new RedisSettlement(redis.link(), US, SettlementSettings.DEFAULT);
    others = new RedisSettlement(redis.link(), OTHERS, SettlementSettings.DEFAULT);
  }

  @Nested
  final class Beginnings {

    @Test
    void theFirstBeginIsAttemptOneAndIsDurable() {
      Delivery delivery = clients.sendAndTake("x", US);

      Begun begun = begin(delivery);

      assertEquals(1, begun.attempt());
      assertEquals(Tally.NONE, begun.tally());
      Terms.Runnable terms = assertInstanceOf(Terms.Runnable.class, begun.terms());
      assertEquals(Optional.of(Duration.ofMinutes(5)), terms.timeout());
      assertEquals("Running", state("status"));
      assertEquals(US, state("supervisor_id"));
      assertEquals("1", state("attempt"));
      assertEquals("default", state("queue"));
      assertEquals(begun.startedAt(), Instant.parse(state("started_at")));
      assertEquals(List.of("started"), journalTypes());
    }

    @Test
    void theSubmissionIsTheTimeOfTheEntryAndStaysOverAttempts() {
      Delivery delivery = clients.sendAndTake("x", US);
      Instant sent = Instant.ofEpochMilli(Long.parseLong(delivery.receipt().split("-", 2)[0]));

      Begun first = begin(delivery);
      outcome(settlement.settle(Results.giveBack(delivery, first)));
      Begun second = begin(clients.take(US));

      assertEquals(sent, first.submittedAt());
      assertEquals(sent, second.submittedAt());
    }

    @Test
    void aSecondEntryOfARunningExecutionIsSuperfluous() {
      begin(clients.sendAndTake("x", OTHERS), others);

      Beginning beginning = outcome(settlement.begin(clients.sendAndTake("x", US)));

      assertInstanceOf(Superfluous.class, beginning);
      assertEquals(OTHERS, state("supervisor_id"));
      assertEquals("1", state("attempt"));
    }

    @Test
    void aSecondEntryIsBegunIfNobodyHoldsTheOneThatSeemsToRun() {
      Delivery vanished = clients.sendAndTake("x", OTHERS);
      begin(vanished, others);
      redis.commands().xack(keys.queue(QueueName.DEFAULT), "bifrost", vanished.receipt());

      Begun begun = begin(clients.sendAndTake("x", US));

      assertEquals(2, begun.attempt());
      assertEquals(US, state("supervisor_id"));
    }

    @Test
    void theSameEntryThatComesAgainIsTheNextAttempt() {
      Delivery delivery = clients.sendAndTake("x", OTHERS);
      begin(delivery, others);

      Begun begun = begin(delivery);

      assertEquals(2, begun.attempt());
      assertEquals(US, state("supervisor_id"));
      assertEquals(List.of("started", "started"), journalTypes());
    }

    @Test
    void aFinishedExecutionIsSuperfluous() {
      Delivery first = clients.sendAndTake("x", US);
      outcome(settlement.settle(Results.finish(first, begin(first))));

      Beginning again = outcome(settlement.begin(clients.sendAndTake("x", US)));

      assertInstanceOf(Superfluous.class, again);
      assertEquals("Success", state("status"));
    }

    @Test
    void aDeadLetterThatNobodyListedIsListedWhenItsEntryComesAgain() {
      Delivery delivery = clients.sendAndTake("x", US);
      outcome(settlement.settle(Results.exhausted(delivery, begin(delivery))));
      redis.commands().del(keys.dead(QueueName.DEFAULT));

      assertInstanceOf(Superfluous.class, outcome(settlement.begin(clients.sendAndTake("x", US))));

      assertNotNull(redis.commands().zscore(keys.dead(QueueName.DEFAULT), "x"));
    }

    @Test
    void aCancelledExecutionIsBegunToBeCancelled() {
      redis.commands().set(keys.cancel(X), "{\"by\":\"alice\",\"reason\":\"no need\"}");

      Begun begun = begin(clients.sendAndTake("x", US));

      assertEquals(new Terms.Cancelled(new CancelRequest("alice", "no need")), begun.terms());
    }

    @Test
    void aCancelKeyOfAnotherTypeCancelsToo() {
      redis.commands().sadd(keys.cancel(X), "whatever");

      assertInstanceOf(Terms.Cancelled.class, begin(clients.sendAndTake("x", US)).terms());
    }

    @Test
    void aMissingContextIsAResult() {
      clients.queue("x");

      assertRefused("ContextNotFound", "does not exist", begin(clients.take(US)));
    }

    @Test
    void aMalformedContextIsAResultThatNamesTheProblem() {
      clients.queue("x");
      redis.commands().set(keys.context(X), "{\"timeout_seconds\":-1}");

      Begun begun = begin(clients.take(US));

      assertRefused("MalformedContext", "timeout_seconds", begun);
      assertRefused("MalformedContext", "function_name", begun);
    }

    @Test
    void aContextThatIsNoStringIsAResult() {
      clients.queue("x");
      redis.commands().lpush(keys.context(X), "a");

      assertRefused(
          "MalformedContext", "must hold a string, but holds a list", begin(clients.take(US)));
    }

    @Test
    void aContextOverTheLimitIsAResultThatNamesBothSizes() throws RedisTroubleException {
      SettlementSettings some = SettlementSettings.DEFAULT;
      RedisSettlement strict =
          new RedisSettlement(
              redis.link(),
              US,
              new SettlementSettings(
                  some.queues(),
                  some.contextMargin(),
                  new ByteSize(10),
                  some.journalEntries(),
                  some.eventEntries(),
                  some.journalBuffer()));

      Begun begun = begin(clients.sendAndTake("x", US), strict);

      assertRefused("MalformedContext", Clients.CONTEXT.length() + " B", begun);
      assertRefused("MalformedContext", "allowed are 10 B", begun);
    }

    @Test
    void aLargeContextIsReadElsewhereAndRuns() {
      clients.queue("x");
      redis
          .commands()
          .set(
              keys.context(X),
              "{\"function_name\":\"a.B\",\"name\":\"" + "n".repeat(1 << 20) + "\"}");

      assertInstanceOf(Terms.Runnable.class, begin(clients.take(US)).terms());
    }

    @Test
    void aContextThatExpiresLivesForTheTimeoutAtLeast() {
      clients.queue("x");
      redis
          .commands()
          .set(
              keys.context(X),
              "{\"function_name\":\"a.B\",\"timeout_seconds\":7200}",
              SetArgs.Builder.ex(60));

      begin(clients.take(US));

      assertTrue(redis.commands().ttl(keys.context(X)) > 7200);
    }

    @Test
    void aContextThatDoesNotExpireStaysSo() {
      begin(clients.sendAndTake("x", US));

      assertEquals(-1, redis.commands().ttl(keys.context(X)));
    }

    @Test
    void ourOwnKeysOfAnotherTypeAreReplaced() {
      redis.commands().set(keys.state(X), "no hash");
      redis.commands().set(keys.events(X), "no stream");
      redis.commands().lpush(keys.result(X), "no string");

      assertEquals(1, begin(clients.sendAndTake("x", US)).attempt());

      assertEquals("Running", state("status"));
      assertEquals(List.of("started"), journalTypes());
      assertEquals(0, redis.commands().exists(keys.result(X)));
    }

    @Test
    void scriptsThatRedisForgotAreShownToItAgain() {
      begin(clients.sendAndTake("x", US));
      redis.commands().scriptFlush();

      assertEquals(1, begin(clients.sendAndTake("y", US)).attempt());
    }
  }

  @Nested
  final class Finishes {

    @Test
    void theResultStandsAndTheEntryIsGone() throws MalformedJsonException {
      Delivery delivery = clients.sendAndTake("x", US);
      Begun begun = begin(delivery);

      assertEquals(Settled.WRITTEN, outcome(settlement.settle(Results.finish(delivery, begun))));

      JsonNode result = result();
      assertEquals("Success", result.path("status").asString());
      assertEquals(42, result.path("result").asInt());
      assertEquals(US, result.path("supervisor_id").asString());
      assertEquals("child-1", result.path("worker_id").asString());
      assertEquals(4711, result.path("child_pid").asInt());
      assertEquals(1, result.path("attempt").asInt());
      assertEquals(state("finished_at"), result.path("finished_at").asString());
      assertTrue(result.path("metrics").path("queue_wait_ms").isNumber());
      assertFalse(Instant.parse(state("finished_at")).isBefore(Instant.parse(state("started_at"))));
      assertEquals(List.of("started", "finished"), journalTypes());
      assertEquals("Success", journal().get(1).getBody().get("status"));
      assertEquals(0, redis.commands().xlen(keys.queue(QueueName.DEFAULT)));
      assertEquals(0, pending());
      assertEquals(0, settlement.waiting());
    }

    @Test
    void anEndIsDatedWhenItWasKnownAndNotWhenItCouldBeWritten() throws RedisTroubleException {
      Delivery delivery = clients.sendAndTake("x", US);
      Conclusion conclusion = Results.finish(delivery, begin(delivery));
      EndSteps ends = new EndSteps(redis.link(), US, SettlementSettings.DEFAULT);

      outcome(
          ends.finish(
              conclusion,
              (Disposition.Finish) conclusion.disposition(),
              () -> Duration.ofHours(1)));

      Duration before =
          Duration.between(Instant.parse(state("finished_at")), Instant.parse(state("started_at")));
      assertTrue(before.compareTo(Duration.ofMinutes(55)) > 0, before::toString);
    }

    @Test
    void everythingOfTheExecutionExpiresWithItsResult() {
      redis.commands().set(keys.cancel(X), "{}");
      Delivery delivery = clients.sendAndTake("x", US);
      outcome(settlement.settle(Results.finish(delivery, begin(delivery))));

      for (String key :
          List.of(keys.context(X), keys.state(X), keys.result(X), keys.events(X), keys.cancel(X))) {
        long left = redis.commands().ttl(key);
        assertTrue(left > 86_000 && left <= 86_400, () -> key + " lives for " + left + " s");
      }
    }

    @Test
    void aFencedAttemptIsLateAndWritesNothing() {
      Delivery delivery = clients.sendAndTake("x", US);
      Begun lost = begin(delivery);
      claim(delivery, OTHERS);
      begin(delivery, others);

      assertEquals(Settled.LATE, outcome(settlement.settle(Results.finish(delivery, lost))));

      assertEquals(0, redis.commands().exists(keys.result(X)));
      assertEquals("Running", state("status"));
      assertEquals(1, pending());
    }

    @Test
    void whereABeginOfOneThatHadLostItsLeaseCameBetweenTheExecutionRunsAgain() {
      Delivery delivery = clients.sendAndTake("x", US);
      claim(delivery, OTHERS);
      Begun rightful = begin(delivery, others);
      begin(delivery);

      assertEquals(Settled.LATE, outcome(others.settle(Results.finish(delivery, rightful))));

      Delivery again = clients.take(OTHERS);
      assertEquals(X, again.id());
      assertEquals(3, begin(again, others).attempt());
      assertEquals(1, pending());
    }

    @Test
    void whereABeginOfOneThatHadLostItsLeaseCameBetweenARetryIsNotLostEither() {
      Delivery delivery = clients.sendAndTake("x", US);
      claim(delivery, OTHERS);
      Begun rightful = begin(delivery, others);
      begin(delivery);

      assertEquals(
          Settled.LATE, outcome(others.settle(Results.retry(delivery, rightful, Duration.ZERO))));

      assertEquals(X, clients.take(OTHERS).id());
    }

    @Test
    void theFirstTerminalResultStands() {
      Delivery delivery = clients.sendAndTake("x", US);
      Begun lost = begin(delivery);
      claim(delivery, OTHERS);
      Begun taken = begin(delivery, others);
      outcome(others.settle(Results.exhausted(delivery, taken)));

      assertEquals(Settled.LATE, outcome(settlement.settle(Results.finish(delivery, lost))));

      assertEquals("Failed", state("status"));
      assertEquals(List.of("started", "started", "finished"), journalTypes());
    }

    @Test
    void aFinishThatIsRepeatedIsNotLate() {
      Delivery delivery = clients.sendAndTake("x", US);
      Begun begun = begin(delivery);
      outcome(settlement.settle(Results.finish(delivery, begun)));

      assertEquals(Settled.WRITTEN, outcome(settlement.settle(Results.finish(delivery, begun))));

      assertEquals(List.of("started", "finished"), journalTypes());
    }

    @Test
    void aResultIsWrittenEvenIfTheStateWasLost() {
      Delivery delivery = clients.sendAndTake("x", US);
      Begun begun = begin(delivery);
      redis.commands().flushall();

      assertEquals(Settled.WRITTEN, outcome(settlement.settle(Results.finish(delivery, begun))));

      assertEquals(1, redis.commands().exists(keys.result(X)));
    }

    @Test
    void anExhaustedExecutionIsADeadLetter() {
      Delivery delivery = clients.sendAndTake("x", US);

      outcome(settlement.settle(Results.exhausted(delivery, begin(delivery))));

      assertNotNull(redis.commands().zscore(keys.dead(QueueName.DEFAULT), "x"));
      assertEquals("com.acme.Broken", state("error_type"));
      assertEquals(0, pending());
    }

    @Test
    void startsAndEndsShowInTheStreamOfAllEvents() {
      Delivery delivery = clients.sendAndTake("x", US);
      outcome(settlement.settle(Results.finish(delivery, begin(delivery))));
      // The next answer over the same connection comes after that of the event.
      outcome(settlement.drop(delivery));

      List<StreamMessage<String, String>> events =
          redis.commands().xrange(keys.events(), Range.unbounded());

      assertEquals(
          List.of("started", "finished"),
          events.stream().map(event -> event.getBody().get("type")).toList());
      assertEquals("Success", events.get(1).getBody().get("status"));
    }

    @Test
    void anEntryOfNoMoreUseIsDropped() {
      Delivery delivery = clients.sendAndTake("x", US);

      assertEquals(Settled.WRITTEN, outcome(settlement.drop(delivery)));

      assertEquals(0, redis.commands().xlen(keys.queue(QueueName.DEFAULT)));
    }

    @Test
    void anEntryThatAnotherHoldsIsNotDropped() {
      Delivery delivery = clients.sendAndTake("x", OTHERS);

      assertEquals(Settled.LATE, outcome(settlement.drop(delivery)));

      assertEquals(1, pending());
    }
  }

  @Nested
  final class Repetitions {

    @Test
    void aRetryAtOnceIsANewEntryWithTheTallyKept() {
      Delivery delivery = clients.sendAndTake("x", US);

      outcome(settlement.settle(Results.retry(delivery, begin(delivery), Duration.ZERO)));

      assertEquals("Pending", state("status"));
      assertEquals(0, pending());
      Begun second = begin(clients.take(US));
      assertEquals(2, second.attempt());
      assertEquals(new Tally(1, 0), second.tally());
      assertEquals(List.of("started", "retry", "started"), journalTypes());
    }

    @Test
    void aLaterRetryIsScheduledForItsTime() {
      Delivery delivery = clients.sendAndTake("x", US);

      outcome(settlement.settle(Results.retry(delivery, begin(delivery), Duration.ofHours(1))));

      assertEquals("Scheduled", state("status"));
      double due = redis.commands().zscore(keys.scheduled(QueueName.DEFAULT), "x");
      Instant stated = Instant.parse(state("due_at"));
      assertTrue(Math.abs(due - stated.toEpochMilli()) < 5_000);
      assertEquals(0, redis.commands().xlen(keys.queue(QueueName.DEFAULT)));
    }

    @Test
    void whatIsGivenBackUsesNothingUp() {
      Delivery delivery = clients.sendAndTake("x", US);

      outcome(settlement.settle(Results.giveBack(delivery, begin(delivery))));

      Begun second = begin(clients.take(US));
      assertEquals(2, second.attempt());
      assertEquals(Tally.NONE, second.tally());
      assertTrue(
          String.valueOf(journal().get(1).getBody().get("data")).contains("the supervisor stops"));
    }

    @Test
    void whatIsGivenBackUntouchedHasTheSameAttemptTheNextTime() {
      Delivery delivery = clients.sendAndTake("x", US);

      outcome(settlement.settle(Results.giveBackUntouched(delivery, begin(delivery))));

      Delivery again = clients.take(OTHERS);
      assertEquals(1, begin(again, others).attempt());
      assertEquals(List.of("started", "retry", "started"), journalTypes());
    }

    @Test
    void aFencedAttemptQueuesNothing() {
      Delivery delivery = clients.sendAndTake("x", US);
      Begun lost = begin(delivery);
      claim(delivery, OTHERS);
      begin(delivery, others);

      assertEquals(
          Settled.LATE, outcome(settlement.settle(Results.retry(delivery, lost, Duration.ZERO))));

      assertEquals(1, redis.commands().xlen(keys.queue(QueueName.DEFAULT)));
      assertEquals("Running", state("status"));
    }

    @Test
    void aDeathBeforeTheNewEntryLeavesTheOldOneToOthers() throws RedisTroubleException {
      Delivery delivery = clients.sendAndTake("x", US);
      Begun begun = begin(delivery);
      EndSteps ends = new EndSteps(redis.link(), US, SettlementSettings.DEFAULT);
      Conclusion conclusion = Results.retry(delivery, begun, Duration.ZERO);
      outcome(ends.release(conclusion, (Disposition.Retry) conclusion.disposition()));

      claim(delivery, OTHERS);
      Begun next = begin(delivery, others);

      assertEquals(2, next.attempt());
      assertEquals(new Tally(1, 0), next.tally());
    }

    @Test
    void aDeathBeforeTheAcknowledgementLeavesNothingToDo() throws RedisTroubleException {
      Delivery delivery = clients.sendAndTake("x", US);
      Begun begun = begin(delivery);
      EndSteps ends = new EndSteps(redis.link(), US, SettlementSettings.DEFAULT);
      Conclusion conclusion = Results.finish(delivery, begun);
      outcome(
          ends.finish(
              conclusion, (Disposition.Finish) conclusion.disposition(), () -> Duration.ZERO));

      claim(delivery, OTHERS);

      assertInstanceOf(Superfluous.class, outcome(others.begin(delivery)));
      assertEquals(Settled.WRITTEN, outcome(others.drop(delivery)));
      assertEquals(0, pending());
    }
  }

  @Nested
  final class Journals {

    @Test
    void entriesStandInOrderBetweenStartAndEnd() throws MalformedJsonException {
      Delivery delivery = clients.sendAndTake("x", US);
      CompletionStage<Beginning> beginning = settlement.begin(delivery);
      for (int line = 1; line <= 1_000; line++) {
        settlement.journal(delivery, 1, Results.line("line " + line));
      }
      Begun begun = assertInstanceOf(Begun.class, outcome(beginning));
      outcome(settlement.settle(Results.finish(delivery, begun)));
      settlement.journal(delivery, 1, Results.line("too late"));
      outcome(settlement.drop(delivery));

      List<StreamMessage<String, String>> journal = journal();
      assertEquals(1_002, journal.size());
      assertEquals("started", journal.get(0).getBody().get("type"));
      assertEquals("finished", journal.get(1_001).getBody().get("type"));
      for (int line = 1; line <= 1_000; line++) {
        JsonNode data = Json.read(String.valueOf(journal.get(line).getBody().get("data")));
        assertEquals("line " + line, data.path("message").asString());
        assertEquals(line, data.path("sequence").asInt());
      }
    }

    @Test
    void progressAndChildShowInTheState() {
      Delivery delivery = clients.sendAndTake("x", US);
      begin(delivery);

      settlement.journal(delivery, 1, new JournalEntry.Dispatched("child-1", 4711));
      settlement.journal(delivery, 1, new JournalEntry.Progress(0.5, "half"));
      outcome(settlement.drop(delivery));

      assertEquals("4711", state("child_pid"));
      assertEquals("0.5", state("progress"));
      assertEquals(List.of("started", "dispatched", "progress"), journalTypes());
    }

    @Test
    @SuppressWarnings("unchecked") // An array of a generic type, by whoever calls.
    void theChildOfAnExecutionThatIsSilentShowsSoon() {
      Delivery delivery = clients.sendAndTake("x", US);
      begin(delivery);

      settlement.journal(delivery, 1, new JournalEntry.Dispatched("child-1", 4711));
      redis
          .commands()
          .xread(
              XReadArgs.Builder.block(Duration.ofSeconds(1)),
              XReadArgs.StreamOffset.from(keys.events(X), journal().get(0).getId()));

      assertEquals("4711", state("child_pid"));
      assertEquals(List.of("started", "dispatched"), journalTypes());
    }

    @Test
    void theChildOfAnExecutionThatEndsAtOnceShowsInItsEndOnly() {
      Delivery delivery = clients.sendAndTake("x", US);
      Begun begun = begin(delivery);

      settlement.journal(delivery, 1, new JournalEntry.Dispatched("child-1", 4711));
      outcome(settlement.settle(Results.finish(delivery, begun)));

      assertEquals(List.of("started", "finished"), journalTypes());
    }

    @Test
    void aFencedAttemptLetsNothingBeKnown() {
      Delivery delivery = clients.sendAndTake("x", US);
      begin(delivery);
      begin(delivery, others);

      settlement.journal(delivery, 1, Results.line("from the past"));
      outcome(settlement.drop(delivery));

      assertEquals(List.of("started", "started"), journalTypes());
    }

    @Test
    void whatDoesNotFitTheBufferIsDroppedAndCounted()
        throws IOException, InterruptedException, RedisTroubleException {
      Delivery delivery = clients.sendAndTake("x", US);
      begin(delivery);
      SettlementSettings some = SettlementSettings.DEFAULT;
      RedisSettlement small =
          new RedisSettlement(
              redis.link(),
              US,
              new SettlementSettings(
                  some.queues(),
                  some.contextMargin(),
                  some.contextLimit(),
                  some.journalEntries(),
                  some.eventEntries(),
                  new ByteSize(1_000)));
      redis.pause();
      for (int line = 0; line < 10; line++) {
        small.journal(delivery, 1, Results.line("0123456789"));
      }
      redis.resume();
      outcome(small.drop(delivery));

      assertEquals(6, small.droppedJournalEntries());
      assertEquals(5, journalTypes().size());
    }

    @Test
    void aRefusedJournalDoesNotHoldUpTheResult() {
      Delivery delivery = clients.sendAndTake("x", US);
      Begun begun = begin(delivery);
      redis.commands().set(keys.events(X), "no stream");

      settlement.journal(delivery, 1, Results.line("nowhere to go"));
      outcome(settlement.settle(Results.finish(delivery, begun)));

      assertEquals(List.of("finished"), journalTypes());
      assertEquals(1, settlement.droppedJournalEntries());
    }
  }

  @Nested
  final class Trouble {

    @Test
    void settlementsWaitForARedisThatWasStopped() throws IOException, InterruptedException {
      List<Delivery> deliveries = new ArrayList<>();
      List<Begun> begun = new ArrayList<>();
      for (int number = 0; number < 20; number++) {
        Delivery delivery = clients.sendAndTake("x" + number, US);
        deliveries.add(delivery);
        begun.add(begin(delivery));
      }
      redis.stop();
      List<CompletionStage<Settled>> settled = new ArrayList<>();
      for (int number = 0; number < 20; number++) {
        settled.add(settlement.settle(Results.finish(deliveries.get(number), begun.get(number))));
      }
      assertEquals(20, settlement.waiting());

      redis.restart();

      for (CompletionStage<Settled> stage : settled) {
        assertEquals(Settled.WRITTEN, outcome(stage));
      }
      assertEquals(0, settlement.waiting());
      assertEquals(0, redis.commands().xlen(keys.queue(QueueName.DEFAULT)));
    }

    @Test
    void aFullRedisGetsTheResultWhenThereIsRoom() {
      Delivery delivery = clients.sendAndTake("x", US);
      Begun begun = begin(delivery);
      redis.forgetFailedScripts();
      redis.configure("maxmemory", "1");
      CompletionStage<Settled> settled = settlement.settle(Results.finish(delivery, begun));
      redis.awaitFailedScript();
      assertEquals(1, settlement.waiting());

      redis.configure("maxmemory", "0");

      assertEquals(Settled.WRITTEN, outcome(settled));
    }

    @Test
    void aKeyOfAnotherTypeInOneQueueHoldsUpNobodyElse() {
      Delivery spoilt = clients.sendAndTake("x", US);
      Begun begun = begin(spoilt);
      Delivery well = new Delivery(new ExecutionId("y"), new QueueName("other"), "1-1");
      redis.commands().del(keys.queue(QueueName.DEFAULT));
      redis.commands().set(keys.queue(QueueName.DEFAULT), "no stream");

      redis.forgetFailedScripts();
      CompletionStage<Settled> held = settlement.settle(Results.finish(spoilt, begun));

      redis.awaitFailedScript();
      assertEquals(Settled.LATE, outcome(settlement.drop(well)));
      redis.commands().del(keys.queue(QueueName.DEFAULT));
      assertEquals(Settled.WRITTEN, outcome(held));
      assertTrue(settlement.refusals() > 0);
    }
  }

  private Begun begin(Delivery delivery) {
    return begin(delivery, settlement);
  }

  private static Begun begin(Delivery delivery, Settlement by) {
    return assertInstanceOf(Begun.class, outcome(by.begin(delivery)));
  }

  private static void assertRefused(String type, String message, Begun begun) {
    Terms.Refused refused = assertInstanceOf(Terms.Refused.class, begun.terms());
    assertEquals(type, refused.failure().type());
    assertTrue(refused.failure().message().contains(message), refused.failure().message());
  }

  private void claim(Delivery delivery, String consumer) {
    redis
        .commands()
        .xclaim(
            keys.queue(delivery.queue()),
            Consumer.from("bifrost", consumer),
            0,
            delivery.receipt());
  }

  private String state(String field) {
    return String.valueOf(redis.commands().hget(keys.state(X), field));
  }

  private JsonNode result() throws MalformedJsonException {
    return Json.read(String.valueOf(redis.commands().get(keys.result(X))));
  }

  private List<StreamMessage<String, String>> journal() {
    return redis.commands().xrange(keys.events(X), Range.unbounded());
  }

  private List<String> journalTypes() {
    return journal().stream().map(StreamMessage::getBody).map(RedisSettlementTest::type).toList();
  }

  private static String type(Map<String, String> body) {
    return String.valueOf(body.get("type"));
  }

  private long pending() {
    return redis.commands().xpending(keys.queue(QueueName.DEFAULT), "bifrost").getCount();
  }
}

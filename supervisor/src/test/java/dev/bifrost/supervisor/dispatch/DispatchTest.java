package dev.bifrost.supervisor.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.Death;
import dev.bifrost.protocol.DeathCause;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.ExecutionResult.Failure;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.LogSource;
import dev.bifrost.protocol.Secrets;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.settlement.Conclusion;
import dev.bifrost.supervisor.settlement.JournalEntry;
import dev.bifrost.supervisor.settlement.Settled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class DispatchTest {

  @Nested
  class OnTheWay {

    private final SupervisorHarness harness = SupervisorHarness.withReadyChildren(2);

    @Test
    void onlyAsManyEntriesAreTakenAsChildrenAreIdle() {
      assertEquals(2, harness.intake().granted());

      harness.begin("a");
      harness.begin("b");

      assertEquals(0, harness.intake().granted());
    }

    @Test
    void aChildGetsTheIdAndItsAnswerIsSettled() {
      harness.begin("a");
      harness.children.answer(busy(), SupervisorHarness.success("a"));
      harness.settle();

      assertEquals(
          SupervisorHarness.success("a"),
          assertInstanceOf(Disposition.Finish.class, harness.onlyConclusion().disposition())
              .result());
    }

    @Test
    void anAnsweredChildTakesTheNextEntryBeforeRedisHasTheResult() {
      harness.begin("a");
      harness.begin("b");

      harness.children.answer(busy(), SupervisorHarness.success("a"));
      harness.settle();

      assertEquals(1, harness.intake().granted());
    }

    @Test
    void whileRedisTakesNoResultsNothingMoreIsTaken() {
      for (int i = 0; i < 9; i++) {
        harness.begin("e" + i);
        harness.children.answer(busy(), SupervisorHarness.success("e" + i));
        harness.settle();
      }
      int before = harness.intake().granted();
      harness.begin("last");
      harness.children.answer(busy(), SupervisorHarness.success("last"));
      harness.settle();

      assertEquals(before - 1, harness.intake().granted());

      harness.settlement.settleAll(Settled.WRITTEN);
      harness.settle();
      assertEquals(2, harness.intake().granted());
    }

    @Test
    void anEntryOfAFinishedExecutionIsDropped() {
      Delivery delivery = harness.intake().deliver("a");
      harness.settle();
      harness.settlement.begun(delivery, new Beginning.Superfluous("it has its result"));
      harness.settle();

      assertEquals(List.of(delivery), harness.settlement.dropped());
      assertEquals(List.of(), harness.settlement.conclusions());
    }

    @Test
    void whatIsSetAsideBindsNothingAndTheNextIsTaken() {
      Delivery delivery = harness.intake().deliver("a");
      harness.settle();
      assertEquals(1, harness.intake().granted());

      harness.settlement.begun(delivery, new Beginning.SetAside("its key is taken"));
      harness.settle();

      assertEquals(2, harness.intake().granted());
      assertEquals(List.of(), harness.settlement.conclusions());
      assertEquals(List.of(), harness.settlement.dropped());
      assertEquals(List.of(), harness.children.process(1).heard());
      assertEquals(List.of(), harness.children.process(2).heard());
      assertTrue(harness.dispatch.decisions().table().isEmpty());
    }

    @Test
    void aDrainDoesNotWaitForWhatIsSetAside() {
      Delivery delivery = harness.intake().deliver("a");
      harness.settle();
      CompletableFuture<Void> unused = harness.dispatch.drain(Duration.ofMinutes(1));
      harness.settle();

      harness.settlement.begun(delivery, new Beginning.SetAside("its key is taken"));
      harness.settle();

      assertTrue(harness.dispatch.decisions().table().isEmpty());
    }

    @Test
    void anUnusableContextNeverReachesAChild() {
      Delivery delivery = harness.intake().deliver("a");
      harness.settle();
      Failure failure = Failure.of(ErrorType.CONTEXT_NOT_FOUND, "There is no context.");
      harness.settlement.begun(delivery, harness.begun(1, new Terms.Refused(failure)));
      harness.settle();

      Disposition.Finish finish =
          assertInstanceOf(Disposition.Finish.class, harness.onlyConclusion().disposition());
      assertEquals(failure, finish.result().failure());
      assertEquals(List.of(), harness.children.process(1).heard());
      assertEquals(List.of(), harness.children.process(2).heard());
    }

    @Test
    void aLaterAttemptTellsTheChildItsNumber() {
      Delivery delivery = harness.intake().deliver("a");
      harness.settle();
      harness.settlement.begun(
          delivery,
          harness.begun(3, new Terms.Runnable(Optional.empty(), SupervisorHarness.ANY_RULES)));
      harness.settle();

      assertEquals(List.of("!attempt a 3", "a"), harness.children.process(busy()).heard());
    }

    @Test
    void secretsGoToTheChildAheadOfTheIdAndNowhereElse() {
      Delivery delivery = harness.intake().deliver("a");
      harness.settle();
      harness.settlement.begun(
          delivery,
          harness.begun(
              1,
              new Terms.Runnable(
                  Optional.empty(),
                  false,
                  SupervisorHarness.ANY_RULES,
                  new Secrets(Map.of("db", "hunter2")))));
      harness.settle();
      int child = busy();
      assertEquals(
          List.of("!secrets a {\"db\":\"hunter2\"}", "a"), harness.children.process(child).heard());

      harness.children.say(child, new ChildMessage.Started(new ExecutionId("a")));
      harness.children.exit(child, 1, "Exception: no login with hunter2");
      harness.settle();

      Conclusion conclusion = harness.onlyConclusion();
      assertFalse(conclusion.disposition().toString().contains("hunter2"), conclusion.toString());
      assertTrue(
          conclusion.disposition().toString().contains("no login with ***"), conclusion.toString());
    }

    @Test
    void theChildThatBecameIdleLastIsNext() {
      harness.advance(Duration.ofSeconds(1));
      harness.begin("a");
      int first = busy();
      harness.advance(Duration.ofSeconds(1));
      harness.children.answer(first, SupervisorHarness.success("a"));
      harness.settle();
      harness.begin("b");

      assertEquals(List.of("a", "b"), harness.children.process(first).heard());
    }

    @Test
    void linesOfTheChildGoIntoTheJournalWhileItRuns() {
      harness.begin("a");
      LogLine line = LogLine.printed(harness.time.now(), LogSource.STDOUT, "hello");
      harness.children.say(busy(), new ChildMessage.Log(new ExecutionId("a"), line));
      harness.settle();

      assertEquals(
          new JournalEntry.Log(line),
          harness.settlement.journal().get(harness.settlement.journal().size() - 1));
    }

    @Test
    void theJournalHearsWhichChildHasIt() {
      harness.begin("a");

      long pid = harness.children.process(busy()).pid();
      assertEquals(
          List.of(new JournalEntry.Dispatched("child-" + busy(), pid)),
          harness.settlement.journal());
    }

    @Test
    void anAnswerToAQuestionThatWasNotAskedEndsTheChild() {
      harness.begin("a");
      int child = busy();
      harness.children.begin(child, "a");
      harness.children.say(
          child, new ChildMessage.Result(SupervisorHarness.success("other"), null));
      harness.settle();
      harness.children.exit(child, 137, "");
      harness.settle();

      Disposition.Retry retry =
          assertInstanceOf(Disposition.Retry.class, harness.onlyConclusion().disposition());
      assertEquals(DeathCause.PROTOCOL, cause(retry.result()));
    }

    @Test
    void aSecondAnswerToTheSameQuestionIsABreachOfTheProtocol() {
      harness.begin("a");
      int child = busy();
      harness.children.answer(child, SupervisorHarness.success("a"));
      harness.children.answer(child, SupervisorHarness.success("a"));
      harness.settle();

      assertEquals(1, harness.settlement.conclusions().size());
      assertTrue(harness.children.process(child).heard().contains("<TERM>"));
    }

    private int busy() {
      return busyChild(harness);
    }
  }

  @Nested
  class Deaths {

    private final SupervisorHarness harness = SupervisorHarness.withReadyChildren(1);

    @Test
    void aDeathIsRetriedAndTheChildReplaced() {
      harness.begin("a");
      harness.children.begin(1, "a");
      harness.children.exit(1, 137, "");
      harness.settle();

      assertInstanceOf(Disposition.Retry.class, harness.onlyConclusion().disposition());
      assertEquals(2, harness.children.launched().size());
    }

    @Test
    void aDeathBeforeTheBeginningUsesNothingUp() {
      harness.begin("a");
      harness.children.exit(1, 137, "");
      harness.settle();

      assertInstanceOf(Disposition.GiveBack.class, harness.onlyConclusion().disposition());
    }

    @Test
    void theLinesThatCameBeforeTheDeathStandInTheResult() {
      harness.begin("a", Optional.empty(), SupervisorHarness.FAIL_ON_CRASH);
      harness.children.begin(1, "a");
      LogLine line = LogLine.printed(harness.time.now(), LogSource.STDOUT, "last words");
      harness.children.say(1, new ChildMessage.Log(new ExecutionId("a"), line));
      harness.children.exit(1, 3, "");
      harness.settle();

      assertEquals(List.of(line), finished(harness).logs());
    }

    @Test
    void anAnswerThatCameBeforeTheDeathCounts() {
      harness.begin("a");
      harness.children.answer(1, SupervisorHarness.success("a"));
      harness.children.exit(1, 137, "");
      harness.settle();

      assertEquals(Status.SUCCESS, finished(harness).status());
    }

    @Test
    void whatAChildLeavesUntouchedGoesBack() {
      harness.begin("a");
      harness.children.say(1, new ChildMessage.Goodbye("SIGTERM", List.of(new ExecutionId("a"))));
      harness.children.exit(1, 0, "");
      harness.settle();

      assertInstanceOf(Disposition.GiveBack.class, harness.onlyConclusion().disposition());
    }

    @Test
    void aChildThatBabblesIsKilledWithItsWordsAsEvidence() {
      harness.begin("a", Optional.empty(), SupervisorHarness.FAIL_ON_CRASH);
      harness.children.begin(1, "a");
      harness.children.babble(1, "a message of 3 bytes is cut off: {\"t");
      harness.settle();
      harness.advance(Duration.ofSeconds(1));
      harness.children.exit(1, 137, "");
      harness.settle();

      assertEquals(List.of("a", "<TERM>", "<KILL>"), harness.children.process(1).heard());
      assertEquals(DeathCause.PROTOCOL, cause(finished(harness)));
      assertTrue(
          String.valueOf(finished(harness).failure()).contains("is cut off"),
          finished(harness).toString());
    }
  }

  @Nested
  class Deadlines {

    private final SupervisorHarness harness = SupervisorHarness.withReadyChildren(1);

    @Test
    void aChildThatDoesNotKeepTheTimeoutClimbsTheWholeLadder() {
      harness.begin("a", Optional.of(Duration.ofSeconds(2)), SupervisorHarness.ANY_RULES);
      harness.children.begin(1, "a");

      harness.advance(Duration.ofMillis(4999));
      assertEquals(List.of("a"), harness.children.process(1).heard());
      harness.advance(Duration.ofMillis(1));
      assertEquals(List.of("a", "<TERM>"), harness.children.process(1).heard());
      harness.advance(Duration.ofSeconds(1));
      assertEquals(List.of("a", "<TERM>", "<KILL>"), harness.children.process(1).heard());

      harness.children.exit(1, 137, "");
      harness.settle();
      assertEquals(Status.TIMEOUT, finished(harness).status());
      assertEquals(DeathCause.HARD_TIMEOUT, cause(finished(harness)));
    }

    @Test
    void aChildThatDiesOnSigtermIsNotKilledAgain() {
      harness.begin("a", Optional.of(Duration.ofSeconds(2)), SupervisorHarness.ANY_RULES);
      harness.children.begin(1, "a");
      harness.advance(Duration.ofSeconds(5));
      harness.children.exit(1, 143, "");
      harness.settle();
      harness.advance(Duration.ofSeconds(10));

      assertEquals(List.of("a", "<TERM>"), harness.children.process(1).heard());
    }

    @Test
    void anExecutionWithoutTimeoutRunsOn() {
      harness.begin("a", Optional.empty(), SupervisorHarness.ANY_RULES);
      harness.children.begin(1, "a");
      harness.advance(Duration.ofDays(2));

      assertEquals(List.of("a"), harness.children.process(1).heard());
    }

    @Test
    void anAnswerCallsTheDeadlineOff() {
      harness.begin("a", Optional.of(Duration.ofSeconds(2)), SupervisorHarness.ANY_RULES);
      harness.children.answer(1, SupervisorHarness.success("a"));
      harness.settle();
      harness.advance(Duration.ofSeconds(10));

      assertEquals(List.of("a"), harness.children.process(1).heard());
    }

    @Test
    void twentyTimeoutsAtOnceEndWithinOneGrace() {
      SupervisorHarness many = SupervisorHarness.withReadyChildren(20);
      for (int i = 1; i <= 20; i++) {
        many.begin("e" + i, Optional.of(Duration.ofSeconds(2)), SupervisorHarness.ANY_RULES);
      }
      many.advance(Duration.ofSeconds(6));

      for (int i = 1; i <= 20; i++) {
        assertTrue(many.children.process(i).heard().contains("<KILL>"), "child-" + i);
      }
    }
  }

  @Nested
  class Cancelling {

    private final SupervisorHarness harness = SupervisorHarness.withReadyChildren(1);
    private final CancelRequest request = new CancelRequest("alice", "no longer needed");

    @Test
    void aRunningExecutionIsAskedToEndSoftly() {
      harness.begin("a");
      harness.leases.cancel("a", request);
      harness.advance(Duration.ofSeconds(1));

      assertEquals(
          List.of("a", "!cancel a {\"by\":\"alice\",\"reason\":\"no longer needed\"}"),
          harness.children.process(1).heard());
    }

    @Test
    void aCancelIsToldOnce() {
      harness.begin("a");
      harness.leases.cancel("a", request);
      harness.advance(Duration.ofSeconds(2));

      assertEquals(2, harness.children.process(1).heard().size());
    }

    @Test
    void aChildThatDoesNotHearIsKilledAndTheResultSaysByWhom() {
      harness.begin("a");
      harness.children.begin(1, "a");
      harness.leases.cancel("a", request);
      harness.advance(Duration.ofSeconds(5));
      harness.children.exit(1, 137, "");
      harness.settle();

      assertEquals(Status.CANCELLED, finished(harness).status());
      assertEquals(DeathCause.CANCELLED, cause(finished(harness)));
      assertTrue(
          String.valueOf(finished(harness).failure()).contains("by alice: no longer needed"));
    }

    @Test
    void whatWasCancelledBeforeItBeganNeverReachesAChild() {
      Delivery delivery = harness.intake().deliver("a");
      harness.settle();
      harness.settlement.begun(delivery, harness.begun(1, new Terms.Cancelled(request)));
      harness.settle();

      assertEquals(Status.CANCELLED, finished(harness).status());
      assertEquals(List.of(), harness.children.process(1).heard());
    }

    @Test
    void whatWaitsForAChildIsCancelledAtOnce() {
      SupervisorHarness growing = new SupervisorHarness(1, 2);
      growing.children.run(1);
      growing.children.ready(1);
      growing.settle();
      growing.begin("a");
      growing.begin("b");
      growing.leases.cancel("b", request);
      growing.advance(Duration.ofSeconds(1));

      assertEquals(Status.CANCELLED, finished(growing).status());
      assertEquals("b", finished(growing).id().value());
    }
  }

  @Nested
  class KeepingLeases {

    private final SupervisorHarness harness = SupervisorHarness.withReadyChildren(1);

    @Test
    void leasesAreRenewedWhileSomethingIsHeldAndNotOtherwise() {
      harness.advance(Duration.ofMinutes(1));
      assertEquals(0, harness.leases.renewals());

      harness.begin("a", Optional.empty(), SupervisorHarness.ANY_RULES);
      harness.advance(Duration.ofMinutes(1));
      assertEquals(12, harness.leases.renewals());
    }

    @Test
    void aLostLeaseEndsTheChildAndWritesNothing() {
      Delivery delivery = harness.begin("a", Optional.empty(), SupervisorHarness.ANY_RULES);
      harness.children.begin(1, "a");
      harness.leases.lose(delivery);
      harness.advance(Duration.ofSeconds(10));
      harness.children.exit(1, 137, "");
      harness.settle();

      assertEquals(List.of(), harness.settlement.conclusions());
      assertEquals(List.of("a", "<TERM>", "<KILL>"), harness.children.process(1).heard());
    }

    @Test
    void aChildHearsItsLeaseAtTheStartAndAfterEachRenewal() {
      harness.begin("a", Optional.empty(), SupervisorHarness.ANY_RULES);
      harness.advance(Duration.ofSeconds(11));

      assertEquals(
          List.of("!lease a 12500", "!lease a 12500", "!lease a 12500"),
          harness.children.process(1).leases());
    }

    @Test
    void theLeaseOfAChildIsShorterByWhatHasPassedSinceRedisGaveTheEntry() {
      Delivery delivery = harness.intake().deliverLate("a", Duration.ofSeconds(1));
      harness.settle();
      harness.time.advance(Duration.ofSeconds(2), () -> {});
      harness.settlement.begun(
          delivery,
          harness.begun(1, new Terms.Runnable(Optional.empty(), SupervisorHarness.ANY_RULES)));
      harness.settle();

      assertEquals("!lease a 9500", harness.children.process(1).leases().get(0));
    }

    @Test
    void aChildHearsNothingOfARenewalThatRedisDidNotAnswer() {
      harness.begin("a", Optional.empty(), SupervisorHarness.ANY_RULES);
      harness.leases.reachable(false);
      harness.advance(Duration.ofSeconds(9));

      assertEquals(List.of("!lease a 12500"), harness.children.process(1).leases());
    }

    @Test
    void whatWasTakenTooLongAgoReachesNoChildAndIsAskedForAgain() {
      Delivery delivery = harness.intake().deliverLate("a", Duration.ofSeconds(40));
      harness.settle();
      harness.settlement.begun(
          delivery,
          harness.begun(1, new Terms.Runnable(Optional.empty(), SupervisorHarness.ANY_RULES)));
      harness.settle();

      assertEquals(List.of(), harness.children.process(1).heard());
      assertEquals(List.of(delivery), harness.intake().forgotten());
      assertEquals(List.of(), harness.settlement.conclusions());
      assertEquals(1, harness.intake().granted());
    }

    @Test
    void theAnswerToABeginThatWasGivenUpIsNotTakenForThatOfTheNext() {
      Terms terms = new Terms.Runnable(Optional.empty(), SupervisorHarness.ANY_RULES);
      Delivery delivery = harness.intake().deliver("a");
      harness.settle();
      harness.leases.reachable(false);
      harness.advance(Duration.ofSeconds(12));
      assertEquals(List.of(delivery), harness.intake().forgotten());

      harness.leases.reachable(true);
      harness.intake().deliver("a");
      harness.settle();
      harness.settlement.begun(delivery, harness.begun(1, terms));
      harness.settle();
      assertEquals(List.of(), harness.children.process(1).heard());

      harness.settlement.begun(delivery, harness.begun(2, terms));
      harness.settle();
      assertEquals(List.of("!attempt a 2", "a"), harness.children.process(1).heard());
    }

    @Test
    void aChildThatLeftBecauseWeStoodStillCostsNothingAndWritesNothing() {
      Delivery delivery = harness.begin("a", Optional.empty(), SupervisorHarness.ANY_RULES);
      harness.children.begin(1, "a");
      harness.settle();
      // Everything stands still; on waking the news of the exit comes first.
      harness.time.advance(Duration.ofSeconds(40), () -> {});
      harness.children.exit(1, 4, "");
      harness.settle();

      assertEquals(List.of(), harness.settlement.conclusions());
      assertEquals(List.of(delivery), harness.intake().forgotten());
    }

    @Test
    void whatIsGivenUpIsAskedForAgainOnlyWhenItsChildIsGone() {
      Delivery delivery = harness.begin("a", Optional.empty(), SupervisorHarness.ANY_RULES);
      harness.children.begin(1, "a");
      harness.leases.reachable(false);
      harness.advance(Duration.ofSeconds(12));
      assertEquals(List.of(), harness.intake().forgotten());

      harness.children.exit(1, 137, "");
      harness.settle();
      assertEquals(List.of(delivery), harness.intake().forgotten());
    }

    @Test
    void aLeaseThatCannotBeRenewedIsGivenUpBeforeItEnds() {
      harness.begin("a", Optional.empty(), SupervisorHarness.ANY_RULES);
      harness.children.begin(1, "a");
      harness.leases.reachable(false);

      harness.advance(Duration.ofSeconds(10));
      assertEquals(List.of("a"), harness.children.process(1).heard());
      harness.advance(Duration.ofSeconds(3));

      assertEquals(List.of("a", "<TERM>", "<KILL>"), harness.children.process(1).heard());
    }
  }

  @Nested
  class Draining {

    private final SupervisorHarness harness = SupervisorHarness.withReadyChildren(2);

    @Test
    void whatRunsMayFinishAndThenEverythingIsGone() {
      harness.begin("a");
      int child = busyChild(harness);
      CompletableFuture<Void> done = drain();

      assertTrue(harness.children.process(3 - child).heard().contains("<EOF>"));
      assertFalse(harness.children.process(child).heard().contains("<TERM>"));

      harness.children.exit(3 - child, 0, "");
      harness.children.answer(child, SupervisorHarness.success("a"));
      harness.settle();
      harness.settlement.settleAll(Settled.WRITTEN);
      harness.settle();
      assertFalse(done.isDone());
      harness.children.exit(child, 0, "");
      harness.settle();

      assertTrue(done.isDone());
      assertEquals(Status.SUCCESS, finished(harness).status());
      assertEquals(2, harness.children.launched().size());
    }

    @Test
    void whatIsLeftAtTheLimitGoesBack() {
      harness.begin("a");
      int child = busyChild(harness);
      harness.children.begin(child, "a");
      CompletableFuture<Void> done = drain();
      harness.advance(Duration.ofSeconds(30));

      assertTrue(harness.children.process(child).heard().contains("<TERM>"));
      assertEquals(List.of(), harness.settlement.conclusions());
      harness.children.exit(1, 143, "");
      harness.children.exit(2, 143, "");
      harness.settle();
      assertInstanceOf(Disposition.GiveBack.class, harness.onlyConclusion().disposition());
      harness.settlement.settleAll(Settled.WRITTEN);
      harness.settle();
      assertTrue(done.isDone());
    }

    @Test
    void whatArrivesLateGoesBackToo() {
      Delivery delivery = harness.intake().deliver("a");
      CompletableFuture<Void> done = drain();
      harness.settlement.begun(
          delivery,
          harness.begun(1, new Terms.Runnable(Optional.empty(), SupervisorHarness.ANY_RULES)));
      harness.settle();

      assertInstanceOf(Disposition.GiveBack.class, harness.onlyConclusion().disposition());
      assertFalse(done.isDone());
    }

    @Test
    void leasesAreKeptUntilTheLastChildHasEnded() {
      harness.begin("a", Optional.empty(), SupervisorHarness.ANY_RULES);
      CompletableFuture<Void> done = drain();
      harness.advance(Duration.ofSeconds(20));

      assertFalse(done.isDone());
      assertEquals(4, harness.leases.renewals());
    }

    @Test
    void aRedisThatTakesNothingDoesNotHoldTheStopUpForEver() {
      harness.begin("a");
      int child = busyChild(harness);
      harness.children.answer(child, SupervisorHarness.success("a"));
      CompletableFuture<Void> done = drain();
      harness.children.exit(1, 0, "");
      harness.children.exit(2, 0, "");
      harness.advance(Duration.ofSeconds(30));
      assertFalse(done.isDone());
      harness.advance(Duration.ofSeconds(5));

      assertTrue(done.isDone());
    }

    private CompletableFuture<Void> drain() {
      CompletableFuture<Void> done = new CompletableFuture<>();
      harness.dispatch.decisions().drain().begin(Duration.ofSeconds(30), () -> done.complete(null));
      harness.dispatch.decisions().drain().intakeStopped();
      harness.settle();
      return done;
    }
  }

  @Nested
  class Starting {

    private final SupervisorHarness harness = new SupervisorHarness(2, 4);

    @Test
    void aChildThatDidNotSayReadyServesNothing() {
      assertEquals(0, harness.intake().granted());
      SupervisorHarness growing = new SupervisorHarness(1, 2);
      growing.children.run(1);
      growing.children.ready(1);
      growing.settle();
      growing.begin("a");
      growing.begin("b");
      growing.children.run(2);
      growing.settle();
      assertEquals(List.of(), growing.children.process(2).heard());

      growing.children.ready(2);
      growing.settle();
      assertEquals(List.of("b"), growing.children.process(2).heard());
    }

    @Test
    void thePoolGrowsForWaitingWorkAndShrinksAfterAQuietTime() {
      readyUp(2);
      harness.begin("a");
      harness.begin("b");
      harness.begin("c");
      assertEquals(3, harness.children.launched().size());
      harness.children.run(3);
      harness.children.ready(3);
      harness.settle();
      harness.children.answer(3, SupervisorHarness.success("c"));
      harness.settle();
      harness.advance(Duration.ofMinutes(1));

      assertEquals(List.of("c", "<EOF>", "<TERM>"), harness.children.process(3).heard());
    }

    @Test
    void failedStartsArePausedLongerEachTimeAndTurnThePoolUnhealthy() {
      harness.children.fail(1, "no java here");
      harness.children.fail(2, "no java here");
      harness.settle();
      int before = harness.children.launched().size();
      harness.advance(Duration.ofMillis(400));
      assertEquals(before + 1, harness.children.launched().size());
      harness.children.fail(3, "no java here");
      harness.settle();

      assertFalse(harness.pool().isHealthy());
      harness.advance(Duration.ofMillis(799));
      assertEquals(before + 1, harness.children.launched().size());
      harness.advance(Duration.ofMillis(1));
      assertEquals(before + 2, harness.children.launched().size());
    }

    @Test
    void anUnhealthyPoolTakesNothing() {
      SupervisorHarness broken = new SupervisorHarness(1, 4);
      for (int number = 1; number <= 3; number++) {
        broken.children.fail(number, "no java here");
        broken.settle();
        broken.advance(Duration.ofSeconds(1));
      }

      assertEquals(0, broken.intake().granted());
      broken.children.run(4);
      broken.children.ready(4);
      broken.settle();
      assertEquals(2, broken.intake().granted());
    }

    @Test
    void aChildThatHangsAtItsStartIsEnded() {
      harness.children.run(1);
      harness.settle();
      harness.advance(Duration.ofSeconds(31));

      assertEquals(List.of("<TERM>", "<KILL>"), harness.children.process(1).heard());
    }

    private void readyUp(int count) {
      for (int number = 1; number <= count; number++) {
        harness.children.run(number);
        harness.children.ready(number);
      }
      harness.settle();
    }
  }

  /** The one child that has an execution in hand. */
  private static int busyChild(SupervisorHarness harness) {
    return harness.pool().children().stream()
        .filter(child -> child.inHand().isPresent())
        .map(child -> child.id().number())
        .findFirst()
        .orElseThrow(() -> new AssertionError("No child is busy"));
  }

  private static ExecutionResult finished(SupervisorHarness harness) {
    return assertInstanceOf(Disposition.Finish.class, harness.onlyConclusion().disposition())
        .result();
  }

  private static DeathCause cause(ExecutionResult result) {
    Death death = result.death();
    assertNotNull(death, () -> "no death in " + result);
    return death.cause();
  }
}

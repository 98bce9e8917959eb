package dev.bifrost.engine;

import static dev.bifrost.engine.EngineTest.present;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ChildSettings.Limits;
import dev.bifrost.protocol.DeathCause;
import dev.bifrost.protocol.Status;
import dev.bifrost.workflow.Execution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** Timeouts, cancellation, and who wins when they meet the workflow's own end. */
@Timeout(60)
final class StoppingTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final EngineFixture fixture = EngineFixture.ofTests();

  private Gates gates = new Gates();

  @BeforeEach
  void open() {
    Gates.current = gates;
    Gates.engine = fixture.engine;
  }

  @AfterEach
  void close() {
    gates.letGo.release(1_000);
    fixture.close();
  }

  /** Where workflows and one test meet; what an earlier test left behind meets nobody. */
  static final class Gates {
    static volatile Gates current = new Gates();
    static volatile Engine engine = EngineFixture.ofTests().engine;

    final Semaphore started = new Semaphore(0);
    final Semaphore letGo = new Semaphore(0);
    final Semaphore interrupted = new Semaphore(0);
  }

  /** Workflows that take their time. */
  public static final class Slow {

    public static String obedient() throws InterruptedException {
      Gates gates = Gates.current;
      gates.started.release();
      new CountDownLatch(1).await();
      return "never";
    }

    public static String returnsAnyway(Execution execution) throws InterruptedException {
      Gates gates = Gates.current;
      gates.started.release();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        gates.interrupted.release();
      }
      assertTrue(execution.isCancelled());
      assertThrows(CancellationException.class, execution::checkCancelled);
      gates.letGo.acquire();
      return "too late";
    }

    public static void deaf() {
      Gates gates = Gates.current;
      gates.started.release();
      gates.letGo.acquireUninterruptibly();
    }

    public static String untilLetGo() throws InterruptedException {
      Gates gates = Gates.current;
      gates.started.release();
      gates.letGo.acquire();
      return "done";
    }

    public static String usesSharedThreads() throws InterruptedException {
      Gates gates = Gates.current;
      CompletableFuture<String> delayed =
          new CompletableFuture<String>().orTimeout(1, TimeUnit.HOURS);
      CompletableFuture<Void> done = CompletableFuture.runAsync(gates.started::release);
      gates.started.acquire();
      done.join();
      return "done " + delayed.isDone();
    }

    public static boolean knowsItsThreads() throws InterruptedException {
      boolean[] known = new boolean[3];
      known[0] = Gates.engine.isWorkflowThread();
      Thread own = new Thread(() -> known[1] = Gates.engine.isWorkflowThread());
      own.start();
      own.join();
      CompletableFuture.runAsync(() -> known[2] = Gates.engine.isWorkflowThread()).join();
      return known[0] && known[1] && known[2];
    }

    public static String leavesSharedWork() throws InterruptedException {
      Gates gates = Gates.current;
      CompletableFuture<Void> left =
          CompletableFuture.runAsync(
              () -> {
                gates.started.release();
                gates.letGo.acquireUninterruptibly();
              });
      gates.started.acquire();
      return "done" + left.isDone();
    }

    public static String leavesAThread() throws InterruptedException {
      Gates gates = Gates.current;
      CountDownLatch runs = new CountDownLatch(1);
      new Thread(
              () -> {
                runs.countDown();
                gates.letGo.acquireUninterruptibly();
              },
              "stubborn")
          .start();
      runs.await();
      return "done";
    }

    public static String leavesAThreadThatEnds() throws InterruptedException {
      Gates gates = Gates.current;
      CountDownLatch runs = new CountDownLatch(1);
      new Thread(
              () -> {
                runs.countDown();
                try {
                  gates.letGo.acquire();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              },
              "polite")
          .start();
      runs.await();
      return "done";
    }
  }

  private static ObjectNode slow(String method) {
    return EngineFixture.context(Slow.class, method).put("timeout_seconds", TIMEOUT.toSeconds());
  }

  private CompletableFuture<Completion> started(String method) throws InterruptedException {
    CompletableFuture<Completion> end = fixture.begin("a", slow(method));
    assertEquals(TIMEOUT, fixture.timer.nextAsked());
    gates.started.acquire();
    return end;
  }

  @Test
  void aTimeoutInterruptsAndSaysWhereItWas() throws InterruptedException {
    CompletableFuture<Completion> end = started("obedient");

    fixture.timer.advance(TIMEOUT);

    Completion completion = EngineFixture.await(end);
    assertEquals(Status.TIMEOUT, completion.result().status());
    assertEquals("TimeoutError", present(completion.result().failure()).type());
    assertEquals(
        "Execution a exceeded its timeout of 10 s; it was interrupted and came to its end within"
            + " the grace of 2 s.",
        present(completion.result().failure()).message());
    assertEquals(DeathCause.HARD_TIMEOUT, present(completion.result().death()).cause());
    String dump = present(present(completion.result().death()).threadDump());
    assertTrue(dump.contains("\"execution-a\""), dump);
    assertTrue(dump.contains("StoppingTest$Slow.obedient"), dump);
    assertEquals(Optional.empty(), completion.retire());
  }

  @Test
  void oneNanosecondBeforeItsTimeoutNothingHappens() throws InterruptedException {
    CompletableFuture<Completion> end = started("untilLetGo");

    fixture.timer.advance(TIMEOUT.minusNanos(1));
    gates.letGo.release();

    assertEquals(Status.SUCCESS, EngineFixture.await(end).result().status());
    assertEquals(0, fixture.timer.pending());
  }

  @Test
  void withoutATimeoutNoAppointmentIsMade() throws InterruptedException {
    CompletableFuture<Completion> end =
        fixture.begin("a", slow("untilLetGo").put("timeout_seconds", 0));
    gates.started.acquire();

    assertEquals(0, fixture.timer.pending());
    gates.letGo.release();
    assertEquals(Status.SUCCESS, EngineFixture.await(end).result().status());
  }

  @Test
  void aWorkflowThatReturnsAfterItsTimeoutHasTimedOut() throws InterruptedException {
    CompletableFuture<Completion> end = started("returnsAnyway");

    fixture.timer.advance(TIMEOUT);
    gates.interrupted.acquire();
    gates.letGo.release();

    Completion completion = EngineFixture.await(end);
    assertEquals(Status.TIMEOUT, completion.result().status());
    assertEquals("null", completion.result().result().text());
    assertEquals(Optional.empty(), completion.retire());
  }

  @Test
  void aWorkflowThatDoesNotEndWithinTheGraceIsGivenUp() throws InterruptedException {
    CompletableFuture<Completion> end = started("deaf");

    fixture.timer.advance(TIMEOUT);
    assertEquals(EngineFixture.GRACE, fixture.timer.nextAsked());
    assertFalse(end.isDone());
    fixture.timer.advance(EngineFixture.GRACE);

    Completion completion = EngineFixture.await(end);
    assertEquals(Status.TIMEOUT, completion.result().status());
    assertTrue(present(completion.result().failure()).message().contains("so its JVM is given up"));
    assertEquals(Optional.of("thread execution-a does not end"), completion.retire());
    assertEquals(1, completion.result().warnings().size());
  }

  @Test
  void aCancelledExecutionSaysByWhomAndWhy() throws InterruptedException {
    CompletableFuture<Completion> end = started("obedient");

    assertFalse(fixture.cancel("b"));
    assertTrue(fixture.cancel("a"));

    Completion completion = EngineFixture.await(end);
    assertEquals(Status.CANCELLED, completion.result().status());
    assertEquals("CancelledError", present(completion.result().failure()).type());
    assertTrue(
        present(completion.result().failure())
            .message()
            .startsWith("Execution a was cancelled by alice: no longer needed;"));
    assertEquals(DeathCause.CANCELLED, present(completion.result().death()).cause());
    assertFalse(fixture.cancel("a"));
  }

  @Test
  void theFirstDecisionStands() throws InterruptedException {
    CompletableFuture<Completion> end = started("returnsAnyway");

    assertTrue(fixture.cancel("a"));
    gates.interrupted.acquire();
    fixture.timer.advance(TIMEOUT.minus(EngineFixture.GRACE));
    assertTrue(fixture.cancel("a"));
    gates.letGo.release();

    assertEquals(Status.CANCELLED, EngineFixture.await(end).result().status());
  }

  @Test
  void aTimeoutAfterTheEndChangesNothing() throws InterruptedException {
    CompletableFuture<Completion> first = started("untilLetGo");
    gates.letGo.release();
    assertEquals(Status.SUCCESS, EngineFixture.await(first).result().status());

    CompletableFuture<Completion> second = fixture.begin("b", slow("untilLetGo"));
    fixture.timer.nextAsked();
    gates.started.acquire();
    fixture.timer.advance(TIMEOUT.minusNanos(1));
    gates.letGo.release();

    assertEquals(Status.SUCCESS, EngineFixture.await(second).result().status());
  }

  @Test
  void onlyOneExecutionRunsAtATime() throws InterruptedException {
    CompletableFuture<Completion> end = started("untilLetGo");

    assertThrows(IllegalStateException.class, () -> fixture.run(slow("obedient")));

    gates.letGo.release();
    assertEquals(Status.SUCCESS, EngineFixture.await(end).result().status());
  }

  @Test
  void anInterruptOfTheCallerCancels() throws InterruptedException {
    CompletableFuture<Boolean> interruptedAfter = new CompletableFuture<>();
    CompletableFuture<Completion> end = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              end.complete(fixture.complete(slow("obedient")));
              interruptedAfter.complete(Thread.currentThread().isInterrupted());
            });
    caller.start();
    gates.started.acquire();

    caller.interrupt();

    assertEquals(Status.CANCELLED, EngineFixture.await(end).result().status());
    assertTrue(EngineFixture.await(interruptedAfter));
  }

  @Test
  void closingCancelsWhatRuns() throws InterruptedException {
    CompletableFuture<Completion> end = started("obedient");

    fixture.engine.close();

    assertEquals(Status.CANCELLED, EngineFixture.await(end).result().status());
  }

  @Test
  void aThreadThatIsLeftRunningRetiresTheJvm() {
    try (EngineFixture hasty = withGrace(Duration.ofMillis(40))) {
      Completion completion = hasty.complete(slow("leavesAThread"));

      assertEquals(Status.SUCCESS, completion.result().status());
      assertEquals(Optional.of("the execution left threads running"), completion.retire());
      assertTrue(completion.result().warnings().get(0).startsWith("Thread \"stubborn\" was left"));
    }
  }

  @Test
  void aWorkflowsThreadsAreKnownAndTheTestsIsNot() throws InterruptedException {
    assertEquals("true", fixture.run(slow("knowsItsThreads")).result().text());

    CompletableFuture<Completion> end = started("untilLetGo");
    assertFalse(fixture.engine.isWorkflowThread());
    gates.letGo.release();
    EngineFixture.await(end);
  }

  @Test
  void threadsThatTheJdkSharesAreNoOnesWhenIdle() {
    Completion completion = fixture.complete(slow("usesSharedThreads"));

    assertEquals(List.of(), completion.result().warnings());
    assertEquals(Optional.empty(), completion.retire());
  }

  @Test
  void workThatIsLeftInSharedThreadsRetiresTheJvm() {
    try (EngineFixture hasty = withGrace(Duration.ofMillis(40))) {
      Completion completion = hasty.complete(slow("leavesSharedWork"));

      assertEquals(Status.SUCCESS, completion.result().status());
      assertEquals(Optional.of("the execution left threads running"), completion.retire());
    } finally {
      gates.letGo.release();
    }
  }

  @Test
  void aThreadThatEndsWhenToldIsForgiven() {
    Completion completion = fixture.complete(slow("leavesAThreadThatEnds"));

    assertEquals(Optional.empty(), completion.retire());
    assertEquals(List.of(), completion.result().warnings());
  }

  private static EngineFixture withGrace(Duration grace) {
    return new EngineFixture(EngineFixture.tests(), Path.of("."), grace, Limits.DEFAULT);
  }

  /** Two decisions at the same instant, many times: there is one result and no hang. */
  @Test
  void endCancelAndTimeoutAtOnceHaveOneWinner() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      gates = new Gates();
      Gates.current = gates;
      // A grace that the timeout's step of time does not end.
      try (EngineFixture raced = withGrace(TIMEOUT.multipliedBy(2))) {
        CompletableFuture<Completion> end = raced.begin("a", slow("untilLetGo"));
        raced.timer.nextAsked();
        gates.started.acquire();
        CountDownLatch go = new CountDownLatch(1);
        Thread canceller = after(go, () -> raced.cancel("a"));
        Thread timer = after(go, () -> raced.timer.advance(TIMEOUT));
        Thread opener = after(go, gates.letGo::release);

        go.countDown();

        Completion completion = EngineFixture.await(end);
        canceller.join();
        timer.join();
        opener.join();
        assertEquals(Optional.empty(), completion.retire());
        boolean success = completion.result().status() == Status.SUCCESS;
        assertEquals(success, completion.result().failure() == null);
        assertEquals(success, completion.result().death() == null);
      }
    }
  }

  private static Thread after(CountDownLatch gate, Runnable action) {
    Thread thread =
        new Thread(
            () -> {
              try {
                gate.await();
                action.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }
}

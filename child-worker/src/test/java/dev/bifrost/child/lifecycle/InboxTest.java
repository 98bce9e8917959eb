package dev.bifrost.child.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InboxTest {

  private static final ExecutionId A = new ExecutionId("a");
  private static final ExecutionId B = new ExecutionId("b");
  private static final CancelRequest ALICE = new CancelRequest("alice", null);

  private final Inbox inbox = new Inbox();

  @Test
  void whatGoesInFirstComesOutFirst() throws InterruptedException {
    inbox.add(A);
    inbox.add(B);

    assertEquals(
        Optional.of(
            new Order(
                A, 1, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())),
        take());
    assertEquals(
        Optional.of(
            new Order(
                B, 1, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())),
        take());
  }

  @Test
  void aLimitCountsForTheNextRunOnly() throws InterruptedException {
    Order.Limit limit = new Order.Limit(Optional.of(Duration.ofHours(1)));
    inbox.limit(A, limit);
    inbox.add(A);
    inbox.add(A);

    assertEquals(Optional.of(limit), take().flatMap(Order::limit));
    assertEquals(Optional.empty(), take().flatMap(Order::limit));
  }

  @Test
  void anAttemptCountsForTheNextRunOnly() throws InterruptedException {
    inbox.attempt(A, 4);
    inbox.add(A);
    inbox.add(A);

    assertEquals(
        Optional.of(
            new Order(
                A, 4, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())),
        take());
    assertEquals(
        Optional.of(
            new Order(
                A, 1, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())),
        take());
  }

  @Test
  void secretsAreForTheNextRunOnlyAndBounded() throws InterruptedException {
    Secrets secrets = new Secrets(Map.of("db", "hunter2"));
    inbox.give(A, secrets);
    inbox.add(A);
    inbox.add(A);
    assertEquals(
        Optional.of(
            new Order(
                A, 1, Optional.empty(), Optional.empty(), Optional.of(secrets), Optional.empty())),
        take());
    assertEquals(
        Optional.of(
            new Order(
                A, 1, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())),
        take());

    for (int i = 0; i < Inbox.MOST; i++) {
      assertTrue(inbox.give(new ExecutionId("id-" + i), secrets));
    }
    assertFalse(inbox.give(A, secrets));
  }

  @Test
  void attemptsThatNobodyTakesAreBounded() {
    for (int i = 0; i < Inbox.MOST; i++) {
      assertTrue(inbox.attempt(new ExecutionId("id-" + i), 2));
    }

    assertFalse(inbox.attempt(A, 2));
    assertTrue(inbox.attempt(new ExecutionId("id-7"), 3));
  }

  @Test
  void theFirstWhoCancelsIsTheOneWhoIsNamed() throws InterruptedException {
    inbox.add(A);

    assertTrue(inbox.cancel(A, ALICE));
    assertTrue(inbox.cancel(A, new CancelRequest("bob", null)));

    assertEquals(
        Optional.of(
            new Order(
                A, 1, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(ALICE))),
        take());
    assertFalse(inbox.cancel(A, ALICE));
  }

  @Test
  void theEndLetsWhatWaitsBeTaken() throws InterruptedException {
    inbox.add(A);
    inbox.end();

    assertTrue(take().isPresent());
    assertEquals(Optional.empty(), take());
  }

  @Test
  void aDrainLeavesUntouchedWhatWaitsAndWhatStillComes() throws InterruptedException {
    inbox.add(A);
    inbox.drain();
    inbox.add(B);
    inbox.end();

    assertEquals(Optional.empty(), take());
    assertEquals(List.of(A, B), inbox.untouched());
  }

  @Test
  void aDrainWakesTheOneWhoWaits() {
    CompletableFuture<Optional<Order>> taken = CompletableFuture.supplyAsync(this::takeUnchecked);

    inbox.drain();

    assertEquals(Optional.empty(), taken.join());
  }

  @Test
  void whoPutsInTooMuchWaitsUntilSomebodyTakes() throws InterruptedException {
    for (int i = 0; i < Inbox.MOST; i++) {
      inbox.add(A);
    }
    CountDownLatch added = new CountDownLatch(1);
    Thread adder =
        new Thread(
            () -> {
              try {
                inbox.add(B);
                added.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    adder.start();
    while (adder.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertEquals(Inbox.MOST, inbox.untouched().size());

    take();

    assertTrue(added.await(30, TimeUnit.SECONDS));
    assertEquals(Inbox.MOST, inbox.untouched().size());
  }

  @Test
  void theIntakeOnlyMovesForward() {
    Map<Intake, Set<Intake>> legal =
        Map.of(
            Intake.OPEN, Set.of(Intake.ENDED, Intake.DRAINED),
            Intake.ENDED, Set.of(Intake.DRAINED),
            Intake.DRAINED, Set.of());
    for (Intake from : Intake.values()) {
      for (Intake to : Intake.values()) {
        assertEquals(
            legal.getOrDefault(from, Set.of()).contains(to),
            to.mayFollow(from),
            from + " to " + to);
      }
    }
  }

  private Optional<Order> take() throws InterruptedException {
    return inbox.take(order -> {});
  }

  private Optional<Order> takeUnchecked() {
    try {
      return take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

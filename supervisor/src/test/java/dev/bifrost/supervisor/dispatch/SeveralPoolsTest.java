package dev.bifrost.supervisor.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.Heartbeat;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.Secrets;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.process.ChildId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two pools: {@code builds} with child-1, {@code web} with child-2 and child-3. */
final class SeveralPoolsTest {

  private static final QueueName BUILDS = new QueueName("builds");
  private static final QueueName MAILS = new QueueName("mails");
  private static final QueueName REPORTS = new QueueName("reports");

  private final SupervisorHarness harness =
      new SupervisorHarness(
          List.of(
              SupervisorHarness.pool("builds", 1, 1, BUILDS),
              SupervisorHarness.pool("web", 2, 2, MAILS, REPORTS)));

  @BeforeEach
  void allAreReady() {
    for (int number = 1; number <= 3; number++) {
      harness.children.run(number);
      harness.children.ready(number);
    }
    harness.settle();
  }

  @Test
  void eachPoolIsGrantedWhatItCanRun() {
    assertEquals(1, harness.intake("builds").granted());
    assertEquals(2, harness.intake("web").granted());

    begin("builds", "b-1", BUILDS);

    assertEquals(0, harness.intake("builds").granted());
    assertEquals(2, harness.intake("web").granted());
  }

  @Test
  void anExecutionRunsInThePoolOfItsQueue() {
    begin("web", "m-1", MAILS);
    begin("builds", "b-1", BUILDS);
    begin("web", "r-1", REPORTS);

    assertTrue(harness.children.process(1).heard().toString().contains("b-1"));
    assertFalse(harness.children.process(1).heard().toString().contains("m-1"));
  }

  @Test
  void aFullPoolHoldsNobodyElseUp() {
    begin("builds", "b-1", BUILDS);
    harness.children.exit(1, 137, "");
    harness.settle();

    begin("web", "m-1", MAILS);

    assertTrue(
        harness.children.process(2).heard().toString().contains("m-1")
            || harness.children.process(3).heard().toString().contains("m-1"));
    assertEquals(new ChildId(4), harness.children.launched().get(3));
  }

  @Test
  void theCensusNamesEveryPool() {
    List<Heartbeat> taken = new ArrayList<>();
    harness.dispatch.takeCensus(taken::add);
    harness.settle();

    assertEquals(
        List.of("builds: 1", "web: 2"),
        taken.get(0).pools().stream()
            .map(pool -> pool.name() + ": " + pool.children().size())
            .toList());
  }

  @Test
  void aDrainWaitsForAllPools() {
    begin("builds", "b-1", BUILDS);
    CompletableFuture<Void> drained = harness.dispatch.drain(Duration.ofMinutes(1));
    harness.settle();

    harness.children.exit(2, 0, "");
    harness.children.exit(3, 0, "");
    harness.settle();
    assertFalse(drained.isDone());

    harness.children.answer(1, SupervisorHarness.success("b-1"));
    harness.settle();
    assertEquals("b-1", harness.onlyConclusion().delivery().id().value());
    assertFalse(drained.isDone());
  }

  @Test
  void aChildIsToldTheLimitOfItsQueue() {
    Delivery delivery = harness.intake("builds").deliver("b-1", BUILDS);
    harness.settle();
    harness.settlement.begun(
        delivery,
        harness.begun(
            1,
            new Terms.Runnable(
                Optional.of(Duration.ofHours(1)),
                true,
                SupervisorHarness.ANY_RULES,
                Secrets.NONE)));
    harness.settle();

    assertTrue(harness.children.process(1).heard().toString().contains("!limit b-1 3600000"));
  }

  private void begin(String pool, String id, QueueName queue) {
    Delivery delivery = harness.intake(pool).deliver(id, queue);
    harness.settle();
    harness.settlement.begun(
        delivery,
        harness.begun(
            1,
            new Terms.Runnable(Optional.of(Duration.ofMinutes(5)), SupervisorHarness.ANY_RULES)));
    harness.settle();
  }
}

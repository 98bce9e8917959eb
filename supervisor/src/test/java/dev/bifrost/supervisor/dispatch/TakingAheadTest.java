package dev.bifrost.supervisor.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.settlement.Conclusion;
import dev.bifrost.supervisor.settlement.Settled;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More is taken than there are free children, where executions are short. */
final class TakingAheadTest {

  private static final int ENOUGH = 16;

  private final SupervisorHarness harness = SupervisorHarness.withReadyChildren(1);

  @Test
  void nothingIsTakenAheadBeforeManyWereShort() {
    runShortOnes(ENOUGH - 1);

    harness.begin("busy");

    assertEquals(0, harness.intake().granted());
  }

  @Test
  void shortExecutionsAreTakenAheadOfAFreeChild() {
    runShortOnes(ENOUGH);
    assertEquals(1, harness.intake().granted());

    harness.begin("busy");

    assertEquals(4, harness.intake().granted());
  }

  @Test
  void longExecutionsAreNot() {
    for (int number = 0; number < ENOUGH; number++) {
      runOne("long-" + number, Duration.ofMillis(50));
    }

    harness.begin("busy");

    assertEquals(0, harness.intake().granted());
  }

  @Test
  void whatWasTakenAheadRunsAsSoonAsTheChildIsFree() {
    runShortOnes(ENOUGH);
    harness.begin("first");
    harness.begin("second");

    harness.children.answer(1, SupervisorHarness.success("first"));
    harness.settle();
    harness.advance(Duration.ofSeconds(1));

    List<String> heard = harness.children.process(1).heard();
    assertEquals("second", heard.get(heard.size() - 1));
    assertEquals(List.of(), conclusionsOf("second"));
  }

  @Test
  void whatWasTakenAheadGoesBackWhereTheOneBeforeTurnsOutLong() {
    runShortOnes(ENOUGH);
    harness.begin("long");
    harness.begin("waits");

    harness.advance(Duration.ofMillis(99));
    assertEquals(List.of(), conclusionsOf("waits"));

    harness.advance(Duration.ofMillis(2));
    assertInstanceOf(Disposition.GiveBack.class, conclusionsOf("waits").get(0).disposition());
    assertEquals(List.of(), conclusionsOf("long"));
  }

  private void runShortOnes(int count) {
    for (int number = 0; number < count; number++) {
      runOne("short-" + number, Duration.ofMillis(1));
    }
  }

  private void runOne(String id, Duration took) {
    harness.begin(id);
    harness.advance(took);
    harness.children.answer(1, SupervisorHarness.success(id));
    harness.settle();
    harness.settlement.settleAll(Settled.WRITTEN);
    harness.settle();
  }

  private List<Conclusion> conclusionsOf(String id) {
    return harness.settlement.conclusions().stream()
        .filter(conclusion -> conclusion.delivery().id().equals(new ExecutionId(id)))
        .toList();
  }
}

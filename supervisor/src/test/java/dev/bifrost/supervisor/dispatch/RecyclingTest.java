package dev.bifrost.supervisor.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.ResourceUsage;
import dev.bifrost.supervisor.pool.PoolSettings;
import dev.bifrost.supervisor.pool.Recycling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Children that are replaced, and those that are ready to replace them. */
final class RecyclingTest {

  private static final List<String> LEFT = List.of("<EOF>", "<TERM>");

  @Test
  void theReplacementIsReadyBeforeTheOldOneLeaves() {
    SupervisorHarness harness = harness(1, 1, 0, after(2));
    run(harness, 1, "a");
    run(harness, 1, "b");
    assertEquals(2, harness.children.launched().size());

    run(harness, 1, "c");
    assertEquals(List.of("a", "b", "c"), harness.children.process(1).heard());

    ready(harness, 2);
    assertEquals(List.of("a", "b", "c", "<EOF>", "<TERM>"), harness.children.process(1).heard());
    harness.begin("d");
    assertEquals(List.of("d"), harness.children.process(2).heard());
  }

  @Test
  void aBusyOneGivesItsResultFirst() {
    SupervisorHarness harness = harness(1, 1, 0, after(2));
    run(harness, 1, "a");
    run(harness, 1, "b");
    harness.begin("c");
    ready(harness, 2);
    assertEquals(List.of("a", "b", "c"), harness.children.process(1).heard());

    harness.children.answer(1, SupervisorHarness.success("c"));
    harness.settle();

    assertEquals(3, harness.settlement.conclusions().size());
    assertTrue(harness.children.process(1).heard().containsAll(LEFT));
  }

  @Test
  void nothingMoreRunsAtOnceMeanwhile() {
    SupervisorHarness harness = harness(1, 1, 0, after(2));
    run(harness, 1, "a");
    run(harness, 1, "b");
    harness.begin("c");
    ready(harness, 2);

    assertEquals(0, harness.intake().granted());
  }

  @Test
  void aChildThatGrewTooLargeIsReplaced() {
    Recycling byMemory =
        new Recycling(
            OptionalInt.empty(),
            Optional.empty(),
            Optional.of(ByteSize.ofMebibytes(100)),
            Optional.of(ByteSize.ofMebibytes(50)));
    SupervisorHarness harness = harness(1, 1, 0, byMemory);
    run(harness, 1, "a", 99, 49);
    assertEquals(1, harness.children.launched().size());

    run(harness, 1, "b", 99, 50);
    ready(harness, 2);
    assertTrue(harness.children.process(1).heard().containsAll(LEFT));
    harness.children.exit(1, 0, "");

    run(harness, 2, "c", 100, 1);
    ready(harness, 3);
    assertTrue(harness.children.process(2).heard().containsAll(LEFT));
  }

  @Test
  void anOldChildIsReplacedThoughNothingRuns() {
    Recycling byAge =
        new Recycling(
            OptionalInt.empty(),
            Optional.of(Duration.ofHours(1)),
            Optional.empty(),
            Optional.empty());
    SupervisorHarness harness = harness(1, 1, 0, byAge);

    harness.advance(Duration.ofMinutes(61));
    ready(harness, 2);

    assertEquals(LEFT, harness.children.process(1).heard());
  }

  @Nested
  class OnDemand {

    private final SupervisorHarness harness = harness(2, 2, 0, Recycling.NEVER);

    @Test
    void allAreReplacedOneForOne() {
      assertEquals(2, harness.recycle(Set.of()));
      ready(harness, 3);
      assertEquals(1, gone(1) + gone(2));

      ready(harness, 4);
      assertEquals(2, gone(1) + gone(2));
    }

    @Test
    void orOneByItsPid() {
      assertEquals(1, harness.recycle(Set.of(1002L)));
      ready(harness, 3);

      assertEquals(0, gone(1));
      assertEquals(1, gone(2));
      assertEquals(0, harness.recycle(Set.of(4711L)));
    }

    private int gone(int child) {
      return harness.children.process(child).heard().containsAll(LEFT) ? 1 : 0;
    }
  }

  @Nested
  class Resized {

    private final SupervisorHarness harness = harness(2, 2, 0, Recycling.NEVER);

    @Test
    void aLargerPoolStartsWhatIsMissing() {
      harness.pool().resize(3, 4);
      assertEquals(3, harness.children.launched().size());
      ready(harness, 3);

      assertEquals(3, harness.pool().idle());
      harness.pool().checkInvariants();
    }

    @Test
    void aSmallerPoolLetsTheIdleGoAtOnceAndTheBusyWhenTheyHaveAnswered() {
      harness.begin("a");
      harness.begin("b");
      harness.pool().resize(1, 1);
      harness.pool().checkInvariants();
      assertEquals(List.of("a"), harness.children.process(1).heard());
      assertEquals(List.of("b"), harness.children.process(2).heard());

      harness.children.answer(1, SupervisorHarness.success("a"));
      harness.children.answer(2, SupervisorHarness.success("b"));
      harness.settle();

      assertEquals(2, harness.children.launched().size());
      assertEquals(1, harness.pool().idle());
      harness.pool().resize(2, 2);
      harness.pool().resize(1, 1);
      assertEquals(3, harness.children.launched().size());
    }
  }

  @Nested
  class Spares {

    @Test
    void aOneShotChildLeavesAndASpareTakesTheNext() {
      SupervisorHarness harness = harness(1, 1, 1, after(1));
      ready(harness, 2);
      harness.begin("a");
      int first = harness.children.process(1).heard().isEmpty() ? 2 : 1;
      int second = 3 - first;

      harness.children.answer(first, SupervisorHarness.success("a"));
      harness.settle();
      harness.begin("b");

      assertEquals(List.of("a", "<EOF>", "<TERM>"), harness.children.process(first).heard());
      assertEquals(List.of("b"), harness.children.process(second).heard());
      assertEquals(3, harness.children.launched().size());
    }

    @Test
    void whereNoneIsLeftTheNextWaitsForItsFreshOne() {
      SupervisorHarness harness = harness(1, 1, 0, after(1));
      run(harness, 1, "a");
      assertEquals(0, harness.intake().granted());

      ready(harness, 2);
      assertEquals(1, harness.intake().granted());
    }

    @Test
    void theyDoNotMakeMoreRunAtOnce() {
      SupervisorHarness harness = harness(1, 1, 1, Recycling.NEVER);
      ready(harness, 2);
      assertEquals(1, harness.intake().granted());

      harness.begin("a");

      assertEquals(0, harness.intake().granted());
    }

    @Test
    void aSpareTakesThePlaceOfADeadChildAtOnce() {
      SupervisorHarness harness = harness(1, 1, 1, Recycling.NEVER);
      ready(harness, 2);
      harness.begin("a");
      int busy = harness.children.process(1).heard().isEmpty() ? 2 : 1;

      harness.children.begin(busy, "a");
      harness.children.exit(busy, 137, "");
      harness.settle();

      assertEquals(1, harness.intake().granted());
      harness.begin("b");
      assertEquals(List.of("b"), harness.children.process(3 - busy).heard());
    }

    @Test
    void theyAreStartedOneAfterTheOther() {
      SupervisorHarness harness = harness(2, 2, 2, Recycling.NEVER);
      assertEquals(3, harness.children.launched().size());

      ready(harness, 3);
      assertEquals(4, harness.children.launched().size());

      ready(harness, 4);
      assertEquals(4, harness.children.launched().size());
    }

    @Test
    void theyAreNoSurplus() {
      SupervisorHarness harness = harness(1, 1, 1, Recycling.NEVER);
      ready(harness, 2);
      harness.begin("a");
      answerBusy(harness, "a");
      harness.advance(Duration.ofMinutes(5));

      assertFalse(harness.children.process(1).heard().contains("<TERM>"));
      assertFalse(harness.children.process(2).heard().contains("<TERM>"));
    }

    private void answerBusy(SupervisorHarness harness, String id) {
      int busy = harness.children.process(1).heard().isEmpty() ? 2 : 1;
      harness.children.answer(busy, SupervisorHarness.success(id));
      harness.settle();
    }
  }

  /** A pool whose first {@code min} children are ready. */
  private static SupervisorHarness harness(int min, int max, int spares, Recycling recycling) {
    SupervisorHarness harness =
        new SupervisorHarness(
            List.of(
                SupervisorHarness.pool(
                    "test",
                    new PoolSettings.Size(min, max, spares),
                    recycling,
                    QueueName.DEFAULT)));
    for (int number = 1; number <= min; number++) {
      ready(harness, number);
    }
    return harness;
  }

  private static Recycling after(int executions) {
    return new Recycling(
        OptionalInt.of(executions), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static void ready(SupervisorHarness harness, int child) {
    harness.children.run(child);
    harness.children.ready(child);
    harness.settle();
  }

  private static void run(SupervisorHarness harness, int child, String id) {
    harness.begin(id);
    harness.children.answer(child, SupervisorHarness.success(id));
    harness.settle();
  }

  private static void run(
      SupervisorHarness harness, int child, String id, long resident, long heap) {
    ExecutionResult result =
        SupervisorHarness.success(id)
            .withUsage(
                new ResourceUsage(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    ByteSize.ofMebibytes(resident),
                    ByteSize.ofMebibytes(heap),
                    null));
    harness.begin(id);
    harness.children.answer(child, result);
    harness.settle();
  }
}

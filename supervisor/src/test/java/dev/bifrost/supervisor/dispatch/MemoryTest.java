package dev.bifrost.supervisor.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.Heartbeat;
import dev.bifrost.protocol.KeyDigest;
import dev.bifrost.protocol.ResourceUsage;
import dev.bifrost.protocol.Secrets;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import dev.bifrost.supervisor.execution.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** 100 MiB must stay free, and a child has 64 MiB. */
final class MemoryTest {

  private static final KeyDigest LARGE = KeyDigest.of("large");
  private static final KeyDigest SMALL = KeyDigest.of("small");

  @Test
  void aChildIsStartedOnlyWhereThereIsRoomForIt() {
    SupervisorHarness harness = ready(new SupervisorHarness(1, 4));
    left(harness, 120);
    harness.begin("a");
    begin(harness, "b", SMALL);
    assertEquals(1, harness.children.launched().size());
    assertEquals("memory", waitingFor(harness));

    left(harness, 200);
    harness.advance(Duration.ofSeconds(1));

    assertEquals(2, harness.children.launched().size());
    assertEquals("", waitingFor(harness));
  }

  @Test
  void nothingIsTakenWhereMemoryIsShort() {
    SupervisorHarness harness = new SupervisorHarness(1, 1);
    left(harness, 99);
    ready(harness);
    assertEquals(0, harness.intake().granted());
    assertEquals("memory", waitingFor(harness));

    left(harness, 100);
    harness.advance(Duration.ofSeconds(1));

    assertEquals(1, harness.intake().granted());
  }

  @Test
  void whatIsKnownToBeLargeWaitsForRoomAndHoldsNoOtherUp() {
    SupervisorHarness harness = SupervisorHarness.withReadyChildren(3);
    int child = begin(harness, "first", LARGE);
    harness.children.answer(
        child, SupervisorHarness.success("first").withUsage(peak(ByteSize.ofMebibytes(564))));
    harness.settle();
    left(harness, 599);

    begin(harness, "running", SMALL);
    assertEquals(0, begin(harness, "large", LARGE));
    assertTrue(begin(harness, "small", SMALL) > 0);
    assertEquals("memory", waitingFor(harness));

    left(harness, 600);
    harness.advance(Duration.ofSeconds(1));
    assertTrue(childOf(harness, "large") > 0);
  }

  @Test
  void theYoungestIdleChildGoesFirst() {
    SupervisorHarness harness = SupervisorHarness.withReadyChildren(3);
    begin(harness, "a", SMALL);
    left(harness, 50);
    harness.advance(Duration.ofSeconds(3));

    List<Integer> left = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      if (harness.children.process(number).heard().contains("<TERM>")) {
        left.add(number);
      }
    }
    assertEquals(2, left.size());
    assertEquals(0, left.stream().filter(number -> number == childOf(harness, "a")).count());
  }

  private static SupervisorHarness ready(SupervisorHarness harness) {
    harness.children.run(1);
    harness.children.ready(1);
    harness.settle();
    return harness;
  }

  /** So many MiB are left from now on. */
  private static void left(SupervisorHarness harness, long mebibytes) {
    harness.memory = Optional.of(ByteSize.ofMebibytes(mebibytes));
    harness.advance(Duration.ofMillis(200));
  }

  private static int begin(SupervisorHarness harness, String id, KeyDigest code) {
    Delivery delivery = harness.intake().deliver(id);
    harness.settle();
    harness.settlement.begun(
        delivery,
        harness.begun(
            1,
            new Terms.Runnable(
                Optional.of(Duration.ofMinutes(5)),
                false,
                SupervisorHarness.ANY_RULES,
                Secrets.NONE,
                Optional.of(code))));
    harness.settle();
    return childOf(harness, id);
  }

  /** The child that was given this; 0 if none was. */
  private static int childOf(SupervisorHarness harness, String id) {
    return harness.children.launched().stream()
        .map(child -> child.number())
        .filter(number -> harness.children.isRunning(number))
        .filter(number -> harness.children.process(number).heard().contains(id))
        .findFirst()
        .orElse(0);
  }

  private static String waitingFor(SupervisorHarness harness) {
    List<Heartbeat> taken = new ArrayList<>();
    harness.dispatch.takeCensus(taken::add);
    harness.settle();
    return taken.get(0).pools().get(0).waitingFor().orElse("");
  }

  private static ResourceUsage peak(ByteSize peak) {
    return new ResourceUsage(null, null, null, peak, null, null, null, null, null, null, null);
  }
}

package dev.bifrost.supervisor.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.supervisor.dispatch.Seams;
import dev.bifrost.supervisor.execution.Aftermath;
import dev.bifrost.supervisor.execution.QueueTable;
import dev.bifrost.supervisor.observe.SupervisorListener;
import dev.bifrost.supervisor.process.MemoryView;
import dev.bifrost.supervisor.testing.FakeLauncher;
import dev.bifrost.supervisor.testing.ManualTime;
import dev.bifrost.supervisor.testing.RecordingSettlement;
import dev.bifrost.supervisor.testing.ScriptedIntake;
import dev.bifrost.supervisor.testing.ScriptedLeases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FaultsTest {

  private final List<String> deaths = new ArrayList<>();

  @Test
  void whereNothingIsAskedForNothingIsWrapped() {
    Seams seams =
        new Seams(
            (pool, listener) -> new ScriptedIntake(listener),
            new ScriptedLeases(),
            new RecordingSettlement(),
            pool -> new FakeLauncher(),
            new Aftermath(QueueTable.STANDARD, () -> 0),
            MemoryView.UNKNOWN,
            new ManualTime(),
            SupervisorListener.NOOP);

    assertSame(seams, faults("", 0).around(seams));
    assertSame(seams, Faults.ofThisProcess().around(seams));
  }

  @ParameterizedTest
  @EnumSource
  void aPointThatWasAskedForIsTheLastOneAndNoOtherIs(FaultPoint asked) {
    Faults faults = faults(asked.text() + ":halt:1", 0.99);

    Arrays.stream(FaultPoint.values()).filter(point -> point != asked).forEach(faults::at);
    assertEquals(List.of(), deaths);
    faults.at(asked);

    assertEquals(List.of("dead"), deaths);
  }

  @Test
  void aThreadCanBeHeldInstead() {
    faults("running:stall:1", 0).at(FaultPoint.RUNNING);

    assertEquals(List.of("stalled"), deaths);
  }

  @Test
  void theChanceDecidesWhichPassageIsTheLast() {
    faults("running:halt:0.25, in-drain:halt:0.5", 0.25).at(FaultPoint.RUNNING);
    assertEquals(List.of(), deaths);

    faults("running:halt:0.25, in-drain:halt:0.5", 0.24).at(FaultPoint.RUNNING);
    faults("running:halt:0.25, in-drain:halt:0.5", 0.49).at(FaultPoint.IN_DRAIN);
    assertEquals(2, deaths.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "after-lunch:halt:1",
        "running",
        "running:halt",
        "running:halt:",
        "running:halt:0",
        "running:halt:1.1",
        "running:halt:often",
        "running:sleep:1",
        "running:halt:1:1",
        "running:halt:1,",
      })
  void whatIsNotUnderstoodIsRefused(String text) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> faults(text, 0)).getMessage());

    assertTrue(message.contains("Not a fault: \""), message);
    assertTrue(message.contains("before-take, after-take, before-begin"), message);
  }

  private Faults faults(String text, double chance) {
    return Faults.parse(
        text,
        () -> chance,
        Map.of("halt", () -> deaths.add("dead"), "stall", () -> deaths.add("stalled")));
  }
}

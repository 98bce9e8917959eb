package dev.bifrost.supervisor.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.ExecutionResult.Failure;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.testing.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From which share of failures on somebody has to look. */
class RecentEndsTest {

  private final ManualTime time = new ManualTime();
  private final RecentEnds ends = new RecentEnds(time);

  @ParameterizedTest
  @CsvSource({
    "0, 0, UP",
    "19, 19, UP",
    "20, 2, UP",
    "20, 3, WARNING",
    "20, 5, WARNING",
    "20, 6, DOWN",
    "100, 10, UP",
    "100, 11, WARNING",
    "100, 25, WARNING",
    "100, 26, DOWN"
  })
  void theShareOfFailuresDecides(int all, int failed, Condition condition) {
    for (int i = 0; i < all; i++) {
      end(i < failed ? Status.FAILED : Status.CANCELLED);
    }

    assertEquals(condition, ends.node().condition(), () -> ends.node().toString());
  }

  @Test
  void whatWasLongAgoCountsNoMore() {
    for (int i = 0; i < 50; i++) {
      end(Status.TIMEOUT);
    }
    assertEquals(Condition.DOWN, ends.node().condition());

    time.advance(Duration.ofMinutes(11), () -> {});

    assertEquals(Condition.UP, ends.node().condition());
  }

  private void end(Status status) {
    ExecutionId id = new ExecutionId("x");
    Execution execution = new Execution(new Delivery(id, QueueName.DEFAULT, "1-0"), time.now());
    ExecutionResult result =
        ExecutionResult.failed(id, status, new Failure("It failed.", "Failure"));
    ends.ended(execution, result, new Disposition.Finish(result, false));
  }
}

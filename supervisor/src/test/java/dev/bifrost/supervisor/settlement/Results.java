package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.Death;
import dev.bifrost.protocol.DeathCause;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.JsonText;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.LogSource;
import dev.bifrost.protocol.ResourceUsage;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.execution.Beginning.Begun;
import dev.bifrost.supervisor.execution.Beginning.Tally;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.Disposition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Ends of attempts for tests. */
final class Results {

  private Results() {}

  static ExecutionResult success(ExecutionId id) {
    return new ExecutionResult(
        id,
        Status.SUCCESS,
        new JsonText("42"),
        null,
        Duration.ofMillis(7),
        List.of(),
        false,
        JsonText.EMPTY_OBJECT,
        ResourceUsage.UNKNOWN,
        null,
        List.of());
  }

  static ExecutionResult failure(ExecutionId id) {
    return ExecutionResult.failed(
        id, Status.FAILED, new ExecutionResult.Failure("it broke", "com.acme.Broken"));
  }

  static Conclusion finish(Delivery delivery, Begun begun) {
    return end(delivery, begun, new Disposition.Finish(success(delivery.id()), false));
  }

  static Conclusion exhausted(Delivery delivery, Begun begun) {
    return end(delivery, begun, new Disposition.Finish(failure(delivery.id()), true));
  }

  static Conclusion retry(Delivery delivery, Begun begun, Duration delay) {
    return end(
        delivery, begun, new Disposition.Retry(failure(delivery.id()), new Tally(1, 0), delay));
  }

  static Conclusion giveBack(Delivery delivery, Begun begun) {
    return end(delivery, begun, new Disposition.GiveBack("the supervisor stops"));
  }

  static Conclusion crash(Delivery delivery, Begun begun) {
    ExecutionResult crash =
        failure(delivery.id())
            .withDeath(new Death(DeathCause.KILLED, null, "SIGKILL", "It died.", null, null, null));
    return end(delivery, begun, new Disposition.Retry(crash, new Tally(0, 1), Duration.ZERO));
  }

  /** What no child ever had. */
  static Conclusion giveBackUntouched(Delivery delivery, Begun begun) {
    return new Conclusion(
        delivery, begun, new Disposition.GiveBack("the supervisor stops"), null, null);
  }

  static JournalEntry line(String text) {
    return new JournalEntry.Log(LogLine.printed(Instant.EPOCH, LogSource.STDOUT, text));
  }

  private static Conclusion end(Delivery delivery, Begun begun, Disposition disposition) {
    return new Conclusion(delivery, begun, disposition, "child-1", 4711L);
  }
}

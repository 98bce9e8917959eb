package dev.bifrost.supervisor.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.execution.Disposition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the author of a workflow wants, and its child reports when it has loaded the code. */
final class DeclaredLimitsTest {

  private final SupervisorHarness harness = SupervisorHarness.withReadyChildren(1);

  @Test
  void aShorterLimitIsTheDeadlineFromTheBeginningOfTheExecution() {
    run(Optional.of(Duration.ofMinutes(5)));
    harness.advance(Duration.ofSeconds(2));
    declare(Duration.ofSeconds(3), null);

    harness.advance(Duration.ofMillis(3_999));
    assertEquals(List.of("a"), harness.children.process(1).heard());
    harness.advance(Duration.ofMillis(1));
    assertEquals(List.of("a", "<TERM>"), harness.children.process(1).heard());
  }

  @Test
  void aLongerLimitTakesThePlaceOfTheDeadline() {
    run(Optional.of(Duration.ofSeconds(2)));
    declare(Duration.ofHours(1), null);

    harness.advance(Duration.ofMinutes(59));
    assertEquals(List.of("a"), harness.children.process(1).heard());
    harness.advance(Duration.ofMinutes(2));
    assertEquals(List.of("a", "<TERM>"), harness.children.process(1).heard().subList(0, 2));
  }

  @Test
  void noLimitCallsTheDeadlineOff() {
    run(Optional.of(Duration.ofSeconds(2)));
    declare(Duration.ZERO, null);

    harness.advance(Duration.ofDays(2));
    assertEquals(List.of("a"), harness.children.process(1).heard());
  }

  @Test
  void aFailureRunsAgainWhileTheDeclaredAttemptsLast() {
    run(Optional.empty());
    declare(null, 2);
    harness.children.answer(1, SupervisorHarness.failure("a", "java.lang.Exception"));
    harness.settle();

    assertInstanceOf(Disposition.Retry.class, harness.onlyConclusion().disposition());
  }

  @Test
  void whatAChildSaysOfAnExecutionThatItDoesNotHaveIsNotHeard() {
    run(Optional.empty());
    harness.children.say(1, new ChildMessage.Declared(new ExecutionId("b"), null, 2));
    harness.children.answer(1, SupervisorHarness.failure("a", "java.lang.Exception"));
    harness.settle();

    assertInstanceOf(Disposition.Finish.class, harness.onlyConclusion().disposition());
  }

  private void run(Optional<Duration> limit) {
    harness.begin("a", limit, SupervisorHarness.ANY_RULES);
    harness.children.begin(1, "a");
    harness.settle();
  }

  private void declare(@Nullable Duration limit, @Nullable Integer attempts) {
    harness.children.say(1, new ChildMessage.Declared(new ExecutionId("a"), limit, attempts));
    harness.settle();
  }
}

package dev.bifrost.supervisor.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.ExecutionResult.Failure;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.RetryRules;
import dev.bifrost.protocol.RetryRules.OnCrash;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.execution.Beginning.Begun;
import dev.bifrost.supervisor.execution.Beginning.Tally;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AftermathTest {

  private static final RetryRules FIVE_ATTEMPTS =
      new RetryRules(5, Duration.ofSeconds(1), 3.0, Duration.ofSeconds(20), 0.5, OnCrash.RETRY, 2);

  private final Aftermath aftermath = new Aftermath(QueueTable.STANDARD, () -> 0);

  @Test
  void anExceptionIsFinalWhereNobodyAskedForMoreAttempts() {
    Disposition disposition =
        aftermath.of(
            QueueName.DEFAULT, failure("java.io.IOException"), begun(Tally.NONE, noRules()), false);

    Disposition.Finish finish = assertInstanceOf(Disposition.Finish.class, disposition);
    assertEquals(false, finish.exhausted());
  }

  @ParameterizedTest(name = "after {0} failures the pause is {1} s")
  @CsvSource({"0, 1", "1, 3", "2, 9", "3, 20"})
  void pausesGrowUpToTheLongest(int failures, long seconds) {
    Disposition disposition =
        aftermath.of(
            QueueName.DEFAULT,
            failure("java.io.IOException"),
            begun(new Tally(failures, 0), FIVE_ATTEMPTS),
            false);

    Disposition.Retry retry = assertInstanceOf(Disposition.Retry.class, disposition);
    assertEquals(Duration.ofSeconds(seconds), retry.delay());
    assertEquals(new Tally(failures + 1, 0), retry.tally());
  }

  @Test
  void jitterTakesItsShareOfThePause() {
    Aftermath lucky = new Aftermath(QueueTable.STANDARD, () -> 1);

    Disposition disposition =
        lucky.of(
            QueueName.DEFAULT,
            failure("java.io.IOException"),
            begun(Tally.NONE, FIVE_ATTEMPTS),
            false);

    assertEquals(
        Duration.ofMillis(500), assertInstanceOf(Disposition.Retry.class, disposition).delay());
  }

  @Test
  void theLastAttemptIsFinalAndExhausted() {
    Disposition disposition =
        aftermath.of(
            QueueName.DEFAULT,
            failure("java.io.IOException"),
            begun(new Tally(4, 0), FIVE_ATTEMPTS),
            false);

    assertEquals(true, assertInstanceOf(Disposition.Finish.class, disposition).exhausted());
  }

  @Test
  void aDeathOfTheChildCostsACrashCreditAndNoAttempt() {
    Disposition disposition =
        aftermath.of(
            QueueName.DEFAULT,
            failure(ErrorType.PROCESS_CRASH_ERROR.wireName()),
            begun(new Tally(4, 0), FIVE_ATTEMPTS),
            true);

    Disposition.Retry retry = assertInstanceOf(Disposition.Retry.class, disposition);
    assertEquals(new Tally(4, 1), retry.tally());
    assertEquals(Duration.ZERO, retry.delay());
  }

  @Test
  void afterTheFirstDeathOfAChildTheNextAttemptPausesEverLonger() {
    RetryRules rules =
        new RetryRules(
            1, Duration.ofSeconds(1), 3.0, Duration.ofSeconds(20), 0.0, OnCrash.RETRY, 9);

    List<Duration> pauses =
        IntStream.range(0, 5)
            .mapToObj(
                crashes ->
                    aftermath.of(
                        QueueName.DEFAULT,
                        failure(ErrorType.PROCESS_EXITED.wireName()),
                        begun(new Tally(0, crashes), rules),
                        true))
            .map(next -> assertInstanceOf(Disposition.Retry.class, next).delay())
            .toList();

    assertEquals(Stream.of(0L, 1L, 3L, 9L, 20L).map(Duration::ofSeconds).toList(), pauses);
  }

  @Test
  void withoutCrashCreditsADeathIsFinal() {
    Disposition disposition =
        aftermath.of(
            QueueName.DEFAULT,
            failure(ErrorType.PROCESS_CRASH_ERROR.wireName()),
            begun(new Tally(0, 2), FIVE_ATTEMPTS),
            true);

    assertEquals(true, assertInstanceOf(Disposition.Finish.class, disposition).exhausted());
  }

  @Test
  void whoWantsNoRetryAfterACrashGetsNone() {
    RetryRules rules = new RetryRules(9, null, null, null, null, OnCrash.FAIL, 9);

    Disposition disposition =
        aftermath.of(
            QueueName.DEFAULT,
            failure(ErrorType.PROCESS_EXITED.wireName()),
            begun(Tally.NONE, rules),
            true);

    assertInstanceOf(Disposition.Finish.class, disposition);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CONTEXT_NOT_FOUND",
        "MALFORMED_CONTEXT",
        "WORKFLOW_NOT_FOUND",
        "COMPILATION_ERROR",
        "CODE_MISMATCH",
        "INVALID_PARAMETERS",
        "RESULT_NOT_SERIALIZABLE",
        "RESULT_TOO_LARGE"
      })
  void whatWouldOnlyRepeatItselfIsFinal(ErrorType type) {
    Disposition disposition =
        aftermath.of(
            QueueName.DEFAULT, failure(type.wireName()), begun(Tally.NONE, FIVE_ATTEMPTS), false);

    assertInstanceOf(Disposition.Finish.class, disposition);
  }

  @Test
  void anUnreachableRedisUsesNothingUp() {
    Disposition disposition =
        aftermath.of(
            QueueName.DEFAULT,
            failure(ErrorType.REDIS_UNAVAILABLE.wireName()),
            begun(new Tally(4, 2), FIVE_ATTEMPTS),
            false);

    assertEquals(new Tally(4, 2), assertInstanceOf(Disposition.Retry.class, disposition).tally());
  }

  @Test
  void aCancelledExecutionNeverRunsAgain() {
    ExecutionResult cancelled =
        ExecutionResult.failed(
            new ExecutionId("a"),
            Status.CANCELLED,
            Failure.of(ErrorType.CANCELLED_ERROR, "It was cancelled."));

    Disposition disposition =
        aftermath.of(QueueName.DEFAULT, cancelled, begun(Tally.NONE, FIVE_ATTEMPTS), false);

    assertInstanceOf(Disposition.Finish.class, disposition);
  }

  private static RetryRules noRules() {
    return new RetryRules(null, null, null, null, null, OnCrash.RETRY, null);
  }

  private static Begun begun(Tally tally, RetryRules rules) {
    return new Begun(
        1, Instant.EPOCH, Instant.EPOCH, tally, new Terms.Runnable(Optional.empty(), rules));
  }

  private static ExecutionResult failure(String type) {
    return ExecutionResult.failed(
        new ExecutionId("a"), Status.FAILED, new Failure("It failed.", type));
  }
}

package dev.bifrost.supervisor.execution;

import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.RetryRules;
import dev.bifrost.protocol.Status;
import java.time.Duration;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows from the end of an attempt. Exceptions and time-outs use up attempts; deaths
 * of the child use up crash credits; a failure that would only repeat itself is final at once.
 */
public final class Aftermath {

  /** These say something about what was sent, and sending it again changes nothing. */
  private static final Set<String> FINAL =
      Set.of(
          ErrorType.CONTEXT_NOT_FOUND.wireName(),
          ErrorType.MALFORMED_CONTEXT.wireName(),
          ErrorType.WORKFLOW_NOT_FOUND.wireName(),
          ErrorType.COMPILATION_ERROR.wireName(),
          ErrorType.CODE_MISMATCH.wireName(),
          ErrorType.INVALID_PARAMETERS.wireName(),
          ErrorType.RESULT_NOT_SERIALIZABLE.wireName(),
          ErrorType.RESULT_TOO_LARGE.wireName());

  private final QueueTable queues;
  private final DoubleSupplier chance;

  /**
   * @param queues the rules where the client named none
   * @param chance numbers from 0 to 1 for the jitter
   */
  public Aftermath(QueueTable queues, DoubleSupplier chance) {
    this.queues = queues;
    this.chance = chance;
  }

  /**
   * What follows.
   *
   * @param queue where it came from
   * @param childDied whether the attempt ended with the death of its child that nobody wanted
   */
  public Disposition of(
      QueueName queue, ExecutionResult result, Beginning.Begun begun, boolean childDied) {
    RetryDefaults defaults = queues.of(queue).retry();
    RetryRules rules = begun.terms() instanceof Beginning.Terms.Runnable runs ? runs.retry() : null;
    if (rules == null || result.status().isSuccess() || result.status() == Status.CANCELLED) {
      return new Disposition.Finish(result, false);
    }
    String type = result.failure() == null ? "" : result.failure().type();
    if (type.equals(ErrorType.REDIS_UNAVAILABLE.wireName())) {
      // Nothing of it ran, so nothing is used up; the pause keeps a child without Redis from
      // racing.
      return new Disposition.Retry(result, begun.tally(), pause(begun.attempt(), rules, defaults));
    }
    if (FINAL.contains(type)) {
      return new Disposition.Finish(result, false);
    }
    return childDied
        ? afterCrash(result, begun, rules, defaults)
        : afterFailure(result, begun, rules, defaults);
  }

  private Disposition afterCrash(
      ExecutionResult result, Beginning.Begun begun, RetryRules rules, RetryDefaults defaults) {
    Beginning.Tally tally =
        new Beginning.Tally(begun.tally().failures(), begun.tally().crashes() + 1);
    int credits = or(rules.crashCredits(), defaults.crashCredits());
    if (rules.onCrash() == RetryRules.OnCrash.FAIL) {
      return new Disposition.Finish(result, false);
    }
    if (tally.crashes() > credits) {
      return new Disposition.Finish(result, true);
    }
    // The first death may be anybody's fault; code that kills its child again must not keep the
    // host
    // busy with starting JVMs.
    Duration pause =
        tally.crashes() == 1 ? Duration.ZERO : pause(tally.crashes() - 1, rules, defaults);
    return new Disposition.Retry(result, tally, pause);
  }

  private Disposition afterFailure(
      ExecutionResult result, Beginning.Begun begun, RetryRules rules, RetryDefaults defaults) {
    Beginning.Tally tally =
        new Beginning.Tally(begun.tally().failures() + 1, begun.tally().crashes());
    int attempts = or(rules.maxAttempts(), defaults.maxAttempts());
    if (tally.failures() >= attempts) {
      return new Disposition.Finish(result, attempts > 1);
    }
    return new Disposition.Retry(result, tally, pause(tally.failures(), rules, defaults));
  }

  private Duration pause(int failures, RetryRules rules, RetryDefaults defaults) {
    double most = or(rules.maxBackoff(), defaults.maxBackoff()).toMillis();
    double growth = Math.pow(or(rules.multiplier(), defaults.multiplier()), failures - 1.0);
    double millis = Math.min(most, or(rules.backoff(), defaults.backoff()).toMillis() * growth);
    double jitter = or(rules.jitter(), defaults.jitter());
    return Duration.ofMillis(Math.round(millis * (1 - jitter * chance.getAsDouble())));
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}

package dev.bifrost.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the client said about running an execution again; what is null is for the queue to say.
 *
 * @param maxAttempts attempts that exceptions and soft time-outs may use, 1 or more
 * @param backoff pause before the second attempt
 * @param multiplier growth of the pause from attempt to attempt, 1 or more
 * @param maxBackoff longest pause
 * @param jitter share of the pause that is left to chance, 0 to 1
 * @param onCrash what a death of the child means
 * @param crashCredits deaths of the child that are survived by running again, 0 or more
 */
public record RetryRules(
    @Nullable Integer maxAttempts,
    @Nullable Duration backoff,
    @Nullable Double multiplier,
    @Nullable Duration maxBackoff,
    @Nullable Double jitter,
    OnCrash onCrash,
    @Nullable Integer crashCredits) {

  /** What a death of the child means. */
  public enum OnCrash implements WireNamed {
    /** The execution runs again while crash credits last. */
    RETRY("retry"),
    /** The execution has failed. */
    FAIL("fail");

    private final String wireName;

    OnCrash(String wireName) {
      this.wireName = wireName;
    }

    @Override
    public String wireName() {
      return wireName;
    }
  }

  /** The same with another number of attempts. */
  public RetryRules withMaxAttempts(int number) {
    return new RetryRules(number, backoff, multiplier, maxBackoff, jitter, onCrash, crashCredits);
  }
}

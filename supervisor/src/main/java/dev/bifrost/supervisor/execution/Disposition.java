package dev.bifrost.supervisor.execution;

import dev.bifrost.protocol.ExecutionResult;
import java.time.Duration;
import java.util.Objects;

/** What follows from the end of one attempt. */
public sealed interface Disposition {

  /**
   * This is the execution's one terminal result.
   *
   * @param result what is written
   * @param exhausted whether it failed with all attempts and credits used, and so goes to the dead
   *     letters too
   */
  record Finish(ExecutionResult result, boolean exhausted) implements Disposition {

    /** Checks that nothing is missing. */
    public Finish {
      Objects.requireNonNull(result, "result");
    }
  }

  /**
   * It runs again.
   *
   * @param result how this attempt ended; goes to the journal only
   * @param tally what is used up now
   * @param delay pause before the next attempt; zero for at once
   */
  record Retry(ExecutionResult result, Beginning.Tally tally, Duration delay)
      implements Disposition {}

  /**
   * It goes back to its queue as it was: the attempt uses nothing up. It counts for fencing where a
   * child had it; where none had, the next one has the same number.
   *
   * @param reason one clause for journal and log, such as {@code the supervisor stops}
   */
  record GiveBack(String reason) implements Disposition {}
}

package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.Rate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many executions of a queue run, over all supervisors, where operators say nothing else at run
 * time.
 *
 * @param maxJobs so many at once; empty for any number
 * @param rate so many begin in a time; empty for any number
 */
public record QueueLimits(OptionalInt maxJobs, Optional<Rate> rate) {

  /** As many as there are. */
  public static final QueueLimits NONE = new QueueLimits(OptionalInt.empty(), Optional.empty());

  /** As scripts take them: each as a text, which is empty for none. */
  List<String> arguments() {
    return List.of(
        maxJobs.isPresent() ? Integer.toString(maxJobs.getAsInt()) : "",
        rate.map(Rate::toString).orElse(""));
  }
}

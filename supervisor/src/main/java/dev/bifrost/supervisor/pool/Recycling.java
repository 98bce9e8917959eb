package dev.bifrost.supervisor.pool;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.ResourceUsage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * When a child is replaced by a fresh one; what is empty is no reason.
 *
 * @param executions after so many
 * @param age when it is so old
 * @param resident when it has so much resident memory after an execution
 * @param heap when so much of its heap is in use after its last full garbage collection
 */
public record Recycling(
    OptionalInt executions,
    Optional<Duration> age,
    Optional<ByteSize> resident,
    Optional<ByteSize> heap) {

  /** Never. */
  public static final Recycling NEVER =
      new Recycling(OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Children that were started together do not all leave together. */
  private static final int SPREAD = 10;

  /** Whether each execution has a fresh JVM; then none is ever given a second one. */
  boolean oneShot() {
    return executions.isPresent() && executions.getAsInt() == 1;
  }

  /** The age at which this child is replaced: up to a tenth less than what is allowed. */
  Optional<Duration> ageOf(Child child) {
    return age.map(
        most -> most.minus(most.dividedBy(100).multipliedBy(child.id().number() % SPREAD)));
  }

  /** Why a child that has just answered is to be replaced. */
  Optional<String> reason(Child child, ResourceUsage usage) {
    if (executions.isPresent() && child.completed() >= executions.getAsInt()) {
      return Optional.of("it has run " + child.completed() + " executions");
    }
    return exceeded("resident memory", resident, usage.residentMemory())
        .or(() -> exceeded("heap after garbage collection", heap, usage.heapAfterGc()));
  }

  private static Optional<String> exceeded(
      String what, Optional<ByteSize> most, @Nullable ByteSize now) {
    return most.filter(limit -> now != null && now.compareTo(limit) >= 0)
        .map(limit -> "its " + what + " is " + now + ", allowed are " + limit);
  }
}

package dev.bifrost.supervisor.settlement;

import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.Disposition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of an attempt and what follows from it.
 *
 * @param delivery the entry that is used up by it
 * @param begun the attempt
 * @param disposition what follows
 * @param workerId the child that ran it; null if none did
 * @param childPid the child's process; null if none was involved
 */
public record Conclusion(
    Delivery delivery,
    Beginning.Begun begun,
    Disposition disposition,
    @Nullable String workerId,
    @Nullable Long childPid) {

  /** Checks that nothing necessary is missing. */
  public Conclusion {
    Objects.requireNonNull(delivery, "delivery");
    Objects.requireNonNull(begun, "begun");
    Objects.requireNonNull(disposition, "disposition");
  }
}

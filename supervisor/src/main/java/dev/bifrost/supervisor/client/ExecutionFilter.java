package dev.bifrost.supervisor.client;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.Status;
import java.util.Optional;

/**
 * Which executions are looked for.
 *
 * @param status only those that stand so; empty for all
 * @param queue only those of this queue; empty for all
 */
public record ExecutionFilter(Optional<Status> status, Optional<QueueName> queue) {

  boolean unfinished() {
    return status.filter(Status::isTerminal).isEmpty();
  }

  boolean finished() {
    return status.isEmpty() || status.get().isTerminal();
  }

  boolean fits(ExecutionSummary found) {
    return status.filter(wanted -> wanted != found.status()).isEmpty()
        && queue.filter(wanted -> !wanted.value().equals(found.queue())).isEmpty();
  }
}

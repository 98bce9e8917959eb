package dev.bifrost.supervisor.recurring;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Recurring;
import dev.bifrost.protocol.RecurringName;
import java.time.Instant;
import java.util.Optional;

/**
 * One due time that has fired, and whose execution is to be sent.
 *
 * @param name what recurs
 * @param recurring how it is defined now
 * @param id the execution's
 * @param due when it was due
 * @param last the execution that was sent before it
 */
record Firing(
    RecurringName name,
    Recurring recurring,
    ExecutionId id,
    Instant due,
    Optional<ExecutionId> last) {}

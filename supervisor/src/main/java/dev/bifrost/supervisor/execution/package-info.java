/**
 * What the supervisor holds: deliveries, executions on their way, their ends and what follows from
 * them. The mutable parts belong to the dispatcher thread; the records go anywhere. May see {@code
 * protocol}.
 */
@NullMarked
package dev.bifrost.supervisor.execution;

import org.jspecify.annotations.NullMarked;

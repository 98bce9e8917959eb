/**
 * Executions under fire: real supervisors, children and a real Redis that are killed, frozen and
 * restarted by a seeded plan, and the question afterwards whether anything was lost, doubled or
 * left. Run by {@code ChaosIT} and by {@code scripts/chaos}.
 */
@NullMarked
package dev.bifrost.supervisor.chaos;

import org.jspecify.annotations.NullMarked;

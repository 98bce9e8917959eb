/**
 * Which child: starting, idle, busy, draining, ending; growth, replacement, back-off. All state
 * belongs to the dispatcher thread. May see {@code process} (its seam) and {@code protocol}.
 */
@NullMarked
package dev.bifrost.supervisor.pool;

import org.jspecify.annotations.NullMarked;

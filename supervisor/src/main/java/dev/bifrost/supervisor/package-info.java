/**
 * The composition root: builds the supervisor of its parts, starts them in order, drains and stops
 * them in reverse. Sees everything.
 */
@NullMarked
package dev.bifrost.supervisor;

import org.jspecify.annotations.NullMarked;

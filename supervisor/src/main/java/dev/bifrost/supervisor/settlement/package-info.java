/**
 * Back to Redis: state, journal, result, acknowledgement, retry, dead letter, presence. Completions
 * arrive on Lettuce threads. May see {@code execution}, {@code redis}, {@code protocol} and
 * Lettuce.
 */
@NullMarked
package dev.bifrost.supervisor.settlement;

import org.jspecify.annotations.NullMarked;

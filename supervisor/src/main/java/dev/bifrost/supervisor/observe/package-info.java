/**
 * For people: listeners of every transition, counters, snapshots. May see {@code execution}, {@code
 * pool} and {@code protocol}.
 */
@NullMarked
package dev.bifrost.supervisor.observe;

import org.jspecify.annotations.NullMarked;

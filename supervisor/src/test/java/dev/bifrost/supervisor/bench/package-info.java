/**
 * The benchmark of the whole system, run by {@code scripts/bench}: real supervisors and children on
 * a real Redis, each figure beside that of the {@link dev.bifrost.supervisor.bench.FloorMain
 * floor}, the leanest program that does the same, in the same run. A {@link
 * dev.bifrost.supervisor.bench.Section} measures one thing; a new one is listed in {@code
 * BenchMain}.
 */
@NullMarked
package dev.bifrost.supervisor.bench;

import org.jspecify.annotations.NullMarked;

/**
 * The operating system: launch command, streams, the ladder of ending, process trees, the embedded
 * Redis server. The only package that touches {@code java.lang.Process}. May see {@code protocol}
 * and {@code time}.
 */
@NullMarked
package dev.bifrost.supervisor.process;

import org.jspecify.annotations.NullMarked;

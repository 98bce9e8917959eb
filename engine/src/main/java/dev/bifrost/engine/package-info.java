/**
 * How user code runs: source compilation, class loading, parameter binding, capture of output and
 * cancellation. One execution at a time per {@link dev.bifrost.engine.Engine}; sees {@code
 * protocol} and {@code workflow}, no Redis and no child processes but those of the built-in
 * command.
 */
@NullMarked
package dev.bifrost.engine;

import org.jspecify.annotations.NullMarked;

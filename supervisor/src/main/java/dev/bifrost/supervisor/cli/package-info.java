/**
 * The command line: one class per command, what they print, and the client by which they talk to
 * Redis as any client would. Runs on the main thread. May see {@code config}, {@code redis}, {@code
 * protocol}, picocli, Jackson and Lettuce; {@code serve} also the root, which it starts.
 */
@NullMarked
package dev.bifrost.supervisor.cli;

import org.jspecify.annotations.NullMarked;

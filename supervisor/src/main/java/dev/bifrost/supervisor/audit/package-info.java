/**
 * Who did what: append-only, in a file beside the state and in a stream in Redis. Any thread; never
 * blocks on Redis, and nothing waits for it. May see {@code execution}, {@code observe}, {@code
 * pool}, {@code process}, {@code redis} and {@code time}.
 */
@NullMarked
package dev.bifrost.supervisor.audit;

import org.jspecify.annotations.NullMarked;

/**
 * Whether this supervisor is well: a tree of what it depends on, each node judged by whether it
 * gets on, and not by whether it is there. Any thread; never blocks. May see {@code client}, {@code
 * execution}, {@code observe} and {@code redis}.
 */
@NullMarked
package dev.bifrost.supervisor.health;

import org.jspecify.annotations.NullMarked;

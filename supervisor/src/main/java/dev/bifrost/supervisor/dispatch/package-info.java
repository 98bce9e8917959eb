/**
 * The heart: one thread, the only writer of the table and the pool. May see the packages of its
 * partners, no Lettuce, no JSON.
 */
@NullMarked
package dev.bifrost.supervisor.dispatch;

import org.jspecify.annotations.NullMarked;

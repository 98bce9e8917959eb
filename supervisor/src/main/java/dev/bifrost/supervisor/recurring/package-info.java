/**
 * What runs again and again: when it is due, that each due time fires once over all supervisors,
 * and what is sent then. One thread, {@code recurring}; what can be decided without Redis is pure.
 * May see {@code redis}, {@code protocol}, Lettuce and the parser of cron expressions.
 */
@NullMarked
package dev.bifrost.supervisor.recurring;

import org.jspecify.annotations.NullMarked;

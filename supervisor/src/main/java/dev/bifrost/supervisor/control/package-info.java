/**
 * What operators tell a running supervisor over its command channel. May see {@code redis} and
 * {@code protocol}; what is told is done by the composition root.
 */
@NullMarked
package dev.bifrost.supervisor.control;

import org.jspecify.annotations.NullMarked;

/** The one clock and the one timer, real or turned by hand. */
@NullMarked
package dev.bifrost.supervisor.time;

import org.jspecify.annotations.NullMarked;

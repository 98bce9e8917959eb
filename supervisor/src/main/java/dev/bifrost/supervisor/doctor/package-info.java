/**
 * What a host and its Redis can do for a supervisor, and what should be changed. Pure: looks at
 * files, settings and facts that it is given, on the thread of the caller, and changes nothing. May
 * see {@code config}.
 */
@NullMarked
package dev.bifrost.supervisor.doctor;

import org.jspecify.annotations.NullMarked;

/**
 * Deaths on request, at named points of an execution's way, for those who test what survives them.
 * Absent unless a system property asks for one. Every seam of the dispatcher may be wrapped here;
 * seen by the composition root alone.
 */
@NullMarked
package dev.bifrost.supervisor.fault;

import org.jspecify.annotations.NullMarked;

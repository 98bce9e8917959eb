/** What tests of the supervisor stand on: a real Redis, and fakes at the seams. */
@NullMarked
package dev.bifrost.supervisor.testing;

import org.jspecify.annotations.NullMarked;

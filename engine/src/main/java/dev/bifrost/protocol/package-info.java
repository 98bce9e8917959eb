/**
 * The language at the process boundary and at Redis, shared by the supervisor and its children:
 * identifiers, the execution's context and result, the messages on a child's pipe, and every Redis
 * key. Immutable values, usable on any thread; sees nothing but the JDK and Jackson.
 */
@NullMarked
package dev.bifrost.protocol;

import org.jspecify.annotations.NullMarked;

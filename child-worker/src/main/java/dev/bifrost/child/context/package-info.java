/**
 * Where contexts are read: Redis, by way of Lettuce, which no other package sees. Reads happen on
 * the child's main thread; the client's own threads never call back.
 */
@NullMarked
package dev.bifrost.child.context;

import org.jspecify.annotations.NullMarked;

/**
 * Beginning and end of a child: the IDs that wait, signals, the watch over the parent, and the ways
 * out. Sees the protocol and the child's own log.
 */
@NullMarked
package dev.bifrost.child.lifecycle;

import org.jspecify.annotations.NullMarked;

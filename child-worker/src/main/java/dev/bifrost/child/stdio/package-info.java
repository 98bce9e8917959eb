/**
 * What goes in and out of a child: the lines of its input, the messages of its output, the lines
 * that user code prints and logs, and the child's own log. Sees the protocol, and of the rest of
 * the child nothing.
 */
@NullMarked
package dev.bifrost.child.stdio;

import org.jspecify.annotations.NullMarked;

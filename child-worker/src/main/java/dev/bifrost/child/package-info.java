/**
 * One JVM that runs one execution at a time: {@link dev.bifrost.child.ChildMain} owns the process,
 * {@link dev.bifrost.child.ChildWorker} is the loop. Everything below is seen from here and sees
 * nothing of here.
 */
@NullMarked
package dev.bifrost.child;

import org.jspecify.annotations.NullMarked;

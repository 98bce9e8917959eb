/**
 * For authors of workflows: a whole child inside of a test's own JVM, without Redis and without a
 * process. Start at {@link dev.bifrost.child.testing.InProcessChild}, or at {@link
 * dev.bifrost.child.testing.InProcessChildExtension} for JUnit 5.
 */
@NullMarked
package dev.bifrost.child.testing;

import org.jspecify.annotations.NullMarked;

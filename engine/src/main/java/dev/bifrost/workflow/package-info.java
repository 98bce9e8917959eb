/**
 * What workflow authors compile against, and all of Bifrost that their code can see. Tiny and
 * stable: nothing here depends on anything but the JDK and SLF4J.
 */
@NullMarked
package dev.bifrost.workflow;

import org.jspecify.annotations.NullMarked;

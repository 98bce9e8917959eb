/**
 * May it start now? Pure decisions about slots and limits. May see {@code execution} and {@code
 * protocol}.
 */
@NullMarked
package dev.bifrost.supervisor.admission;

import org.jspecify.annotations.NullMarked;

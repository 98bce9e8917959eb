/**
 * Numbers for Prometheus. What happens is counted as it happens; what is, is looked at when
 * somebody asks. Labels are bounded: served queues, pools, and closed families. May see {@code
 * client}, {@code execution}, {@code observe}, {@code pool}, {@code process} and {@code redis}.
 */
@NullMarked
package dev.bifrost.supervisor.metrics;

import org.jspecify.annotations.NullMarked;

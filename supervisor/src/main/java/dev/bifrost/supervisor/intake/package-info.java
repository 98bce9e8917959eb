/**
 * From Redis: takes as many entries as were granted, promotes what is due, reclaims what dead
 * supervisors left, keeps leases. May see {@code execution}, {@code redis}, {@code protocol} and
 * Lettuce.
 */
@NullMarked
package dev.bifrost.supervisor.intake;

import org.jspecify.annotations.NullMarked;

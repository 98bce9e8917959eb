package dev.bifrost.supervisor.intake;

import java.time.Duration;
import java.util.Optional;

/**
 * What a look at a queue told.
 *
 * @param nextDue how long it is until the next is due; empty if nothing is scheduled
 * @param standing whether it may be taken from
 */
record Promotion(Optional<Duration> nextDue, Standing standing) {}

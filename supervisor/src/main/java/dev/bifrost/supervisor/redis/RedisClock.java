package dev.bifrost.supervisor.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What time it is at Redis, as far as its last answers tell: carried on by our monotonic clock, and
 * for so short a time that the two cannot drift apart. It never runs ahead of Redis. Any thread.
 */
final class RedisClock {

  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final AtomicReference<@Nullable Reading> last = new AtomicReference<>();

  private record Reading(Instant time, long nanos) {

    Duration age() {
      return Duration.ofNanos(System.nanoTime() - nanos);
    }
  }

  /** Redis has just said this. */
  Instant read(Instant time) {
    last.set(new Reading(time, System.nanoTime()));
    return time;
  }

  /** The time, if Redis has said it lately. */
  Optional<Instant> now() {
    Reading reading = last.get();
    if (reading == null) {
      return Optional.empty();
    }
    Duration age = reading.age();
    return age.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(reading.time().plus(age));
  }
}

package dev.bifrost.supervisor.redis;

import dev.bifrost.protocol.KeySpace;
import java.time.Duration;
import java.util.Objects;

/**
 * How to speak with Redis.
 *
 * @param address where it is
 * @param keys how keys are spelt
 * @param connectTimeout longest wait for a connection; default 5 s
 * @param commandTimeout longest wait for an answer, after which nothing is known about the command;
 *     default 2 s, more than the second that a blocking read takes
 */
public record RedisSettings(
    RedisAddress address, KeySpace keys, Duration connectTimeout, Duration commandTimeout) {

  /** The longest that a read waits at Redis for entries; command timeouts are longer. */
  public static final Duration LONGEST_BLOCK = Duration.ofSeconds(1);

  /**
   * @throws IllegalArgumentException if a timeout is too short to be of use
   */
  public RedisSettings {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(keys, "keys");
    if (connectTimeout.isZero() || connectTimeout.isNegative()) {
      throw new IllegalArgumentException("The connect timeout must be more than 0 ms.");
    }
    if (commandTimeout.compareTo(LONGEST_BLOCK.plusMillis(200)) < 0) {
      throw new IllegalArgumentException(
          "The command timeout must be 1200 ms or more, because reads wait for up to a second, but"
              + " is "
              + commandTimeout.toMillis()
              + " ms.");
    }
  }

  /** The settings with the usual timeouts and the keys of the contract. */
  public static RedisSettings of(String uri) {
    return new RedisSettings(
        new RedisAddress(uri), KeySpace.DEFAULT, Duration.ofSeconds(5), Duration.ofSeconds(2));
  }
}

package dev.bifrost.supervisor.chaos;

import java.time.Duration;

/**
 * How much, how long and how hard.
 *
 * @param executions so many are sent at least
 * @param least the fire lasts so long at least
 * @param seed decides what is sent and in which order things are done to it
 * @param supervisors how many
 * @param children of each
 * @param pause between two blows
 * @param everyPoint whether it goes on until a supervisor has died at each named point
 */
record ChaosSettings(
    int executions,
    Duration least,
    long seed,
    int supervisors,
    int children,
    Duration pause,
    boolean everyPoint) {

  /** How long a lease lasts in these runs; short, so that much happens in little time. */
  static final Duration LEASE = Duration.ofSeconds(3);

  ChaosSettings {
    if (executions < 1 || supervisors < 1 || children < 1 || pause.toMillis() < 1) {
      throw new IllegalArgumentException(
          "Executions, supervisors, children and the pause must be 1 or more.");
    }
  }
}

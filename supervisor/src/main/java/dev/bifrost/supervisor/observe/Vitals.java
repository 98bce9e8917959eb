package dev.bifrost.supervisor.observe;

import dev.bifrost.protocol.Heartbeat;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * How the dispatcher is doing at this moment.
 *
 * @param lag time that the question waited behind other news
 * @param census pools, children, and how much waits for one
 * @param held executions that are held
 * @param oldestLease time since the renewal of the lease that was renewed longest ago; empty if
 *     nothing is held
 */
public record Vitals(Duration lag, Heartbeat census, int held, Optional<Duration> oldestLease) {

  /** Asks the dispatcher. */
  public interface Source {

    /**
     * Asks from any thread.
     *
     * @return completes on the dispatcher's thread, or never if it has stalled: bound the wait
     */
    CompletableFuture<Vitals> look();
  }
}

package dev.bifrost.supervisor.observe;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Tells whether the dispatcher gets on with its work; asked from any thread, by watchdogs and
 * health checks.
 */
public interface Pulse {

  /**
   * Sends the dispatcher a piece of news of no meaning, behind all that it has to work off.
   *
   * @return completes when the dispatcher comes to it, with the time that this took; never if it
   *     has stalled, so bound the wait with {@code orTimeout}
   */
  CompletableFuture<Duration> beat();
}

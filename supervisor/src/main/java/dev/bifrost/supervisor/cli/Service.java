package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.config.Configuration;
import dev.bifrost.supervisor.observe.Pulse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A running supervisor with everything around it, as {@code serve} sees it. */
interface Service {

  /** Starts a service. */
  interface Starter {

    /**
     * Starts one; returns when it has begun to start children.
     *
     * @param configuration checked, also against the host
     * @throws CommandFailure if it cannot be started; nothing is left running then
     */
    Service start(Configuration configuration) throws InterruptedException;
  }

  /** Where Redis is, for people; shows no password. */
  String redis();

  /** Where its HTTP interface is; empty if it has none. */
  Optional<String> http();

  /** Completes when the first child can take an execution; on any thread. */
  CompletionStage<?> ready();

  /** Drains by itself as soon as its queues are empty, what is scheduled excepted; any thread. */
  void stopWhenEmpty();

  /** Replaces children whenever files in this folder change; any thread. */
  void watch(Path folder);

  /** Whether a child has died in the middle of an execution, or one has ended as a failure. */
  boolean hasFailures();

  /** Tells whether its dispatcher gets on. */
  Pulse pulse();

  /** Takes no new work and stops when what runs has finished. Idempotent; any thread. */
  void drain();

  /** Stops soon: what runs goes back to its queue. Idempotent; any thread. */
  void drainNow();

  /** Waits until it has stopped, with everything around it. */
  void awaitStopped() throws InterruptedException;
}

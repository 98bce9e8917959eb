package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.observe.Pulse;
import dev.bifrost.supervisor.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the watchdog of the init system for as long as the dispatcher gets on with its work, and
 * not a moment longer: a supervisor that lives and does nothing is to be restarted. On the timer's
 * thread.
 */
final class Watchdog {

  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  // So often is it fed while it waits once: one late meal does no harm.
  private static final int MEALS = 3;

  private final Pulse pulse;
  private final Time time;
  private final Duration pause;
  private final Runnable meal;
  private boolean hungry;

  /**
   * @param patience what the watchdog waits for a meal
   * @param meal feeds it; any thread
   */
  Watchdog(Pulse pulse, Time time, Duration patience, Runnable meal) {
    this.pulse = pulse;
    this.time = time;
    this.pause = patience.dividedBy(MEALS);
    this.meal = meal;
  }

  /** Asks the dispatcher, and again after a pause; never ends by itself. */
  void start() {
    ask();
  }

  private void ask() {
    CompletableFuture<Duration> beat = pulse.beat();
    // A stage that is never completed is dropped with the dispatcher that did not come to it.
    CompletableFuture<Void> unused = beat.thenRun(meal);
    Instant asked = time.now();
    time.after(pause, () -> look(beat, asked));
  }

  private void look(CompletableFuture<Duration> beat, Instant asked) {
    if (beat.isDone()) {
      if (hungry) {
        log.info("The dispatcher gets on again; the watchdog is fed");
      }
      hungry = false;
      ask();
      return;
    }
    log.error(
        "The dispatcher has not got on for {}; the watchdog is not fed, and the init system will"
            + " restart this service",
        Plain.duration(Duration.between(asked, time.now())));
    hungry = true;
    time.after(pause, () -> look(beat, asked));
  }
}

package dev.bifrost.supervisor.dispatch;

import dev.bifrost.supervisor.dispatch.Event.Due;
import dev.bifrost.supervisor.execution.ExecutionState;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.pool.EndReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way to the stop. Dispatcher thread. */
final class Drain {

  /** How long a stopping supervisor waits for Redis to take what it has to say. */
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);

  private static final String STOPS = "the supervisor stops";

  private final Holdings held;
  private final Ends ends;
  private boolean draining;
  private int intakesStopped;
  private @Nullable Runnable whenDone;

  Drain(Holdings held, Ends ends) {
    this.held = held;
    this.ends = ends;
  }

  /** Whether nothing more is begun. */
  boolean isDraining() {
    return draining;
  }

  /**
   * Takes nothing more and lets what runs finish.
   *
   * @param limit how long that may take
   * @param done runs when nothing is held and no child is left
   */
  void begin(Duration limit, Runnable done) {
    if (draining) {
      return;
    }
    draining = true;
    whenDone = done;
    held.partners().listener().draining(held.table().size());
    held.table().in(ExecutionState.QUEUED).forEach(e -> ends.giveBack(e, null, STOPS));
    held.stations().all().forEach(station -> station.pool().close());
    held.partners().time().after(limit, () -> held.post().accept(new Due(this::hasten)));
  }

  /** Ends what still runs; it goes back to its queue. */
  void hasten() {
    for (Child child : held.stations().children()) {
      held.end(child, EndReason.SHUTDOWN, STOPS);
    }
    held.partners().time().after(LAST_PATIENCE, () -> held.post().accept(new Due(this::leave)));
  }

  /** Nothing more will be delivered to one more pool. */
  void intakeStopped() {
    intakesStopped++;
  }

  /** Stops when nothing is held, nothing more comes and no child is left. */
  void check() {
    boolean stopped = intakesStopped == held.stations().all().size();
    if (!draining || !stopped || !held.table().isEmpty()) {
      return;
    }
    if (!held.stations().isEmpty()) {
      // What is left has answered and only has to go.
      held.stations().children().forEach(child -> held.end(child, EndReason.SHUTDOWN, STOPS));
      return;
    }
    if (whenDone != null) {
      Runnable done = whenDone;
      whenDone = null;
      done.run();
    }
  }

  /** Redis has not taken what is left: its entries are still pending, and others take them over. */
  private void leave() {
    if (!held.table().isEmpty()) {
      held.partners().listener().leftBehind(held.table().size());
      held.table().all().forEach(held.table()::remove);
    }
  }
}

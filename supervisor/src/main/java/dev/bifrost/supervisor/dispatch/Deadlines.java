package dev.bifrost.supervisor.dispatch;

import dev.bifrost.supervisor.dispatch.Event.Overdue;
import dev.bifrost.supervisor.execution.Execution;
import java.time.Duration;
import java.time.Instant;

/**
 * When an execution that has not ended softly is ended with its child. The child ends it softly
 * before that: at its limit, and when it is told to. Dispatcher thread.
 */
final class Deadlines {

  private final Holdings held;

  Deadlines(Holdings held) {
    this.held = held;
  }

  /** A child has got it now: its limit counts from here. */
  void begun(Execution execution) {
    execution.timeout().ifPresent(limit -> endAfter(execution, limit.plus(grace())));
  }

  /** Its limit is another one than at its beginning, and counts from there. */
  void limitChanged(Execution execution) {
    if (execution.cancelRequest().isPresent()) {
      return; // It was told to end, and has the grace for it.
    }
    Instant now = held.partners().time().now();
    Instant start = execution.dispatchedAt().orElse(now);
    execution
        .timeout()
        .ifPresentOrElse(
            limit -> {
              Duration left = limit.plus(grace()).minus(Duration.between(start, now));
              endAfter(execution, left.isNegative() ? Duration.ZERO : left);
            },
            () -> held.running().calm(execution));
  }

  /** It was told to end: the grace begins. */
  void toldToEnd(Execution execution) {
    endAfter(execution, grace());
  }

  private void endAfter(Execution execution, Duration delay) {
    held.running()
        .alarm(
            execution,
            held.partners()
                .time()
                .after(
                    delay.plus(DispatchSettings.MARGIN),
                    () -> held.post().accept(new Overdue(execution.delivery()))));
  }

  private Duration grace() {
    return held.settings().grace();
  }
}

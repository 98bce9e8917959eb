package dev.bifrost.supervisor.dispatch;

import dev.bifrost.supervisor.admission.Headroom;
import java.time.Duration;

/**
 * The deadlines of the dispatcher.
 *
 * @param grace what a workflow has to end after its timeout or a cancel; its child sees to that
 * @param lease how long a lease lasts without renewal
 * @param renewal how often leases are renewed
 * @param watch how often cancel requests are looked for while something runs
 * @param headroom memory that stays free
 */
public record DispatchSettings(
    Duration grace, Duration lease, Duration renewal, Duration watch, Headroom headroom) {

  /** What the child's own ladder may take beyond the grace before it is ended from outside. */
  static final Duration MARGIN = Duration.ofSeconds(1);

  /**
   * How long after its last renewal a child runs an execution by itself: longer than the supervisor
   * lets it, if that can do anything, and short enough to be gone before the lease ends.
   */
  Duration childFence() {
    return lease.multipliedBy(5).dividedBy(6);
  }

  /** When a lease that is not renewed is given up, early enough to kill before it ends. */
  Duration selfFence() {
    return lease.multipliedBy(2).dividedBy(3);
  }
}

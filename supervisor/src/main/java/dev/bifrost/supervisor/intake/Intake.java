package dev.bifrost.supervisor.intake;

import dev.bifrost.supervisor.execution.Delivery;

/**
 * Takes entries from the queues, never more than it was granted. Every method may be called from
 * any thread.
 */
public interface Intake {

  /** Starts taking; nothing is taken before the first grant. */
  void start();

  /**
   * Allows so many more entries to be taken. Grants add up, and each delivered entry uses one.
   *
   * @param entries 1 or more
   */
  void grant(int entries);

  /**
   * The supervisor does not hold this delivery any more and did not settle it. If it still is ours
   * at Redis it is delivered again; if another has it, nothing happens.
   */
  void forgotten(Delivery delivery);

  /**
   * The entry of this delivery is acknowledged: where its queue allows only so many at once,
   * another may be taken.
   */
  void settled(Delivery delivery);

  /** Somebody changed what holds for queues: looks at it at once, not only at the next second. */
  void refresh();

  /**
   * Takes nothing more and forgets all grants; returns when nothing more will be delivered. What
   * was delivered stays with the supervisor. Idempotent.
   */
  void stop();
}

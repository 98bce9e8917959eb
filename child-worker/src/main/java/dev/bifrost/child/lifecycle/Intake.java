package dev.bifrost.child.lifecycle;

/**
 * Whether a child takes IDs. The moves are {@code OPEN → ENDED → DRAINED} and {@code OPEN →
 * DRAINED}; forward only.
 */
public enum Intake {
  /** More IDs may come; the end of the input or a wish to drain moves on. */
  OPEN,
  /** No more IDs come, those that wait are still begun; a wish to drain moves on. */
  ENDED,
  /** No ID is begun any more; the last state. */
  DRAINED;

  /** Whether this state may follow the other. */
  boolean mayFollow(Intake before) {
    return compareTo(before) > 0;
  }
}

package dev.bifrost.supervisor.health;

/** How well something is; the later ones are worse. */
public enum Condition {
  /** It does what it should. */
  UP,
  /** It works, and somebody should look at it. */
  WARNING,
  /** Work suffers, or is not taken. */
  DOWN;

  /** The worse of two. */
  Condition or(Condition other) {
    return compareTo(other) >= 0 ? this : other;
  }
}

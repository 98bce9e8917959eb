package dev.bifrost.supervisor.pool;

/**
 * Where a child stands.
 *
 * <pre>
 * STARTING ──► IDLE ◄──► BUSY
 *     │         │         │
 *     │         └────┬────┘
 *     │              ▼
 *     │          DRAINING
 *     │              │
 *     └──────► ENDING ──► GONE     (GONE is reached from everywhere)
 * </pre>
 */
public enum ChildState {
  /** Its process is being started or has not said {@code ready}; its own message moves it on. */
  STARTING,
  /** It waits for an ID; a dispatch moves it on. */
  IDLE,
  /** It has an execution in hand; the answer moves it on. */
  BUSY,
  /** It finishes what it has and takes nothing more; its own leaving moves it on. */
  DRAINING,
  /** It was told to go, with the ladder's clock running; the end of its process moves it on. */
  ENDING,
  /** Its process has ended and all its output is known. */
  GONE;

  /** Whether nothing follows. */
  public boolean isTerminal() {
    return this == GONE;
  }

  /** The one table of legal moves. */
  public boolean canBecome(ChildState next) {
    return switch (this) {
      case STARTING -> next == IDLE || next == ENDING || next == GONE;
      case IDLE -> next == BUSY || next == DRAINING || next == ENDING || next == GONE;
      case BUSY -> next == IDLE || next == DRAINING || next == ENDING || next == GONE;
      case DRAINING -> next == ENDING || next == GONE;
      case ENDING -> next == GONE;
      case GONE -> false;
    };
  }
}

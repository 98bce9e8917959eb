package dev.bifrost.supervisor.settlement;

/** What became of a settlement. */
public enum Settled {
  /** It stands as asked for. */
  WRITTEN,
  /** A newer attempt has begun elsewhere, or a result stood already; ours was dropped. */
  LATE
}

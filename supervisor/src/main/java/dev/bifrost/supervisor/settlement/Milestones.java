package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.ExecutionId;

/** Hears how far the end of an execution has come; on threads of the link, and must not block. */
public interface Milestones {

  /** Hears nothing. */
  Milestones NOOP = new Milestones() {};

  /** The result stands; the entry was not touched yet. */
  default void resultStands(ExecutionId id) {}

  /** The entry is about to be acknowledged; again with each try. */
  default void acknowledging(ExecutionId id) {}
}

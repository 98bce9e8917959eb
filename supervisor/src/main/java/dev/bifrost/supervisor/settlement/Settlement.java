package dev.bifrost.supervisor.settlement;

import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Delivery;
import java.util.concurrent.CompletionStage;

/**
 * Writes to Redis what becomes of deliveries. Nothing here fails for Redis trouble: what cannot be
 * written is tried again, with growing pauses and for ever, and its stage completes when it stands.
 * Stages complete on any thread; methods may be called from any thread and never block. Everything
 * that concerns one execution is written in the order of the calls.
 */
public interface Settlement {

  /** Begins an execution durably, before any of its code runs; see {@link Beginning}. */
  CompletionStage<Beginning> begin(Delivery delivery);

  /**
   * Adds to the journal of a begun execution. Entries may be dropped, counted, if Redis is too slow
   * to take them; they never precede {@code started} nor follow {@code finished}.
   */
  void journal(Delivery delivery, int attempt, JournalEntry entry);

  /**
   * Does what follows from the end of an attempt: writes the result or queues the execution again,
   * and then, after that stands, acknowledges and deletes the queue entry.
   */
  CompletionStage<Settled> settle(Conclusion conclusion);

  /** Acknowledges and deletes an entry that is of no more use, and writes nothing else. */
  CompletionStage<Settled> drop(Delivery delivery);

  /** How many settlements wait for Redis. */
  int waiting();
}

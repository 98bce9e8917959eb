package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.ExecutionId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Keeps the order of what is written about one execution: each piece of work starts when the one
 * before it has ended, however that ended. Different executions do not wait for each other. Usable
 * from any thread; work starts on the caller's thread or on that on which its predecessor ended.
 */
final class Lanes {

  private final ConcurrentMap<ExecutionId, CompletableFuture<?>> last = new ConcurrentHashMap<>();

  /** Does this after all that was asked for before about the same execution. */
  <T> CompletionStage<T> enqueue(ExecutionId id, Supplier<CompletionStage<T>> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    CompletableFuture<?> before = last.put(id, done);
    // Whoever comes next must see the lane free before it is told the outcome.
    CompletionStage<T> told =
        done.whenComplete((outcome, failure) -> last.remove(id, done)).minimalCompletionStage();
    if (before == null) {
      start(work, done);
    } else {
      CompletableFuture<?> unused = before.whenComplete((outcome, failure) -> start(work, done));
    }
    return told;
  }

  /** How many executions have work under way. */
  int busy() {
    return last.size();
  }

  private static <T> void start(Supplier<CompletionStage<T>> work, CompletableFuture<T> done) {
    CompletionStage<T> outcome;
    try {
      outcome = work.get();
    } catch (RuntimeException e) {
      // A lane that never ends would hold its execution for ever.
      done.completeExceptionally(e);
      return;
    }
    outcome.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            done.complete(value);
          } else {
            done.completeExceptionally(failure);
          }
        });
  }
}

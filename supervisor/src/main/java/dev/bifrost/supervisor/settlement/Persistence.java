package dev.bifrost.supervisor.settlement;

import dev.bifrost.supervisor.redis.Backoff;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisTrouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what Redis did not do until it does it. Waits without a thread. Trouble of the server is
 * logged once when it comes and once when it goes; a refusal that concerns one execution is logged
 * with it, and tried ever more seldom, because somebody may repair the key.
 */
final class Persistence {

  private static final Logger log = LoggerFactory.getLogger(Persistence.class);

  private final RedisLink link;
  private final AtomicBoolean troubled = new AtomicBoolean();
  private final LongAdder refusals = new LongAdder();

  Persistence(RedisLink link) {
    this.link = link;
  }

  /**
   * Completes with the step's value as soon as the step succeeds, and never fails.
   *
   * @param what the subject of log lines, such as {@code The end of execution x}
   * @param step safe to repeat, because the answer to a success can be lost
   */
  <T> CompletionStage<T> untilItStands(String what, Supplier<CompletionStage<T>> step) {
    return new Effort<>(what, step, false).begin();
  }

  /** The same, but fails if the server is well and refuses this very step. */
  <T> CompletionStage<T> unlessRefused(String what, Supplier<CompletionStage<T>> step) {
    return new Effort<>(what, step, true).begin();
  }

  /** How often a step was refused by a server that is well. */
  long refusals() {
    return refusals.sum();
  }

  private final class Effort<T> {

    private final String what;
    private final Supplier<CompletionStage<T>> step;
    private final boolean yields;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private int failures;
    private int refusedInARow;

    Effort(String what, Supplier<CompletionStage<T>> step, boolean yields) {
      this.what = what;
      this.step = step;
      this.yields = yields;
    }

    CompletionStage<T> begin() {
      attempt();
      return done;
    }

    // One attempt at a time, so the counters need no lock: each follows from the end of the last.
    private void attempt() {
      CompletionStage<T> outcome;
      try {
        outcome = step.get();
      } catch (RuntimeException e) {
        // Not even a bug in the step may lose a settlement.
        outcome = CompletableFuture.failedStage(e);
      }
      outcome.whenComplete(
          (value, failure) -> {
            if (failure == null) {
              recovered();
              done.complete(value);
            } else {
              failed(failure);
            }
          });
    }

    private void failed(Throwable failure) {
      RedisTrouble trouble = RedisTrouble.of(failure);
      failures++;
      if (trouble.kind().ofTheServer()) {
        refusedInARow = 0;
        if (!troubled.getAndSet(true)) {
          log.warn(
              "Nothing can be written: {}. Results are kept and written as soon as it is possible.",
              trouble.reason());
        }
        link.later(Backoff.SERVER.after(failures), this::attempt);
        return;
      }
      refusals.increment();
      if (yields) {
        done.completeExceptionally(failure);
        return;
      }
      refusedInARow++;
      if (Integer.bitCount(refusedInARow) == 1) {
        log.error(
            "{} cannot be written: {}. It is kept and tried again ({} times so far).",
            what,
            trouble.reason(),
            refusedInARow,
            trouble.kind() == RedisTrouble.Kind.REFUSED ? failure : null);
      }
      link.later(Backoff.COMMAND.after(refusedInARow), this::attempt);
    }

    private void recovered() {
      if (troubled.get() && troubled.getAndSet(false)) {
        log.info("Redis takes what is written again.");
      }
    }
  }
}

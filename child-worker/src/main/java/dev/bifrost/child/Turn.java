package dev.bifrost.child;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.bifrost.engine.Engine;
import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The execution in hand, from the taking of its ID to its result: what others may say to it
 * meanwhile. Any thread.
 */
final class Turn {

  private static final Executor SOON =
      CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS, Runnable::run);

  private final ExecutionId id;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private @Nullable CancelRequest request;

  @GuardedBy("lock")
  private @Nullable Engine engine;

  @GuardedBy("lock")
  private boolean over;

  Turn(ExecutionId id) {
    this.id = id;
  }

  ExecutionId id() {
    return id;
  }

  /** Asks the execution to end, whatever it is doing now; the first to ask is the one named. */
  void cancel(CancelRequest asked) {
    synchronized (lock) {
      if (request != null || over) {
        return;
      }
      request = asked;
      if (engine == null) {
        return; // Not running yet; run() will see it.
      }
    }
    pursue();
  }

  /** Who cancelled it so far. */
  Optional<CancelRequest> cancelled() {
    synchronized (lock) {
      return Optional.ofNullable(request);
    }
  }

  /**
   * The engine is about to run it.
   *
   * @return who cancelled it before; then it must not run
   */
  Optional<CancelRequest> run(Engine next) {
    synchronized (lock) {
      if (request == null) {
        engine = next;
      }
      return Optional.ofNullable(request);
    }
  }

  /** It has ended; nothing reaches it any more. */
  void end() {
    synchronized (lock) {
      over = true;
    }
  }

  boolean isOver() {
    synchronized (lock) {
      return over;
    }
  }

  private void pursue() {
    CancelRequest asked;
    Engine running;
    synchronized (lock) {
      if (over || request == null || engine == null) {
        return;
      }
      asked = request;
      running = engine;
    }
    try {
      if (!running.cancel(id, asked)) {
        // The engine was given it and does not have it in hand yet, or not any more.
        SOON.execute(this::pursue);
      }
    } catch (RejectedExecutionException e) {
      // The execution ended just now, and the child with its engine after it.
      end();
    }
  }
}

package dev.bifrost.engine;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs executions, one at a time, each in a thread of its own. */
public final class Engine implements AutoCloseable {

  private final ThreadGroup threads = new ThreadGroup("workflow");
  private final AtomicReference<@Nullable ExecutionId> current = new AtomicReference<>();

  /** An engine that has loaded and started nothing yet. */
  public Engine(EngineSettings settings) {}

  /**
   * Runs the execution and waits for its end; whatever user code does becomes part of the result.
   * An interrupt of the calling thread cancels the execution; the interrupt stays set.
   *
   * @throws IllegalStateException if another execution is running
   */
  public Completion execute(ExecutionRequest request, ExecutionListener listener) {
    return new Completion(
        ExecutionResult.failed(
            request.id(),
            Status.FAILED,
            ExecutionResult.Failure.of(ErrorType.WORKFLOW_NOT_FOUND, "Nothing can be run yet.")),
        Optional.empty());
  }

  /**
   * Tells the execution to end: interrupts its workflow, which then has the grace to come to its
   * end. Any thread; never waits.
   *
   * @return false if this execution is not the running one
   */
  public boolean cancel(ExecutionId id, CancelRequest request) {
    return id.equals(current.get());
  }

  /**
   * Takes a line that user code logged or printed. Any thread; dropped when nothing runs.
   *
   * @see #isWorkflowThread()
   */
  public void log(LogLine line) {}

  /**
   * Whether the calling thread is the running workflow's or was started by it, so that what it
   * prints belongs to the execution. False when nothing runs.
   */
  public boolean isWorkflowThread() {
    return current.get() != null && threads.parentOf(Thread.currentThread().getThreadGroup());
  }

  /** Cancels what runs and lets go of all loaded code. */
  @Override
  public void close() {}
}

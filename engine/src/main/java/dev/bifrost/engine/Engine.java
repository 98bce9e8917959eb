package dev.bifrost.engine;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.JsonText;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.ResourceUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs executions, one at a time, each in a thread of its own. */
public final class Engine implements AutoCloseable {

  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  private final CodeLoader loader;
  private final Timer timer;
  private final WorkflowThreads threads = new WorkflowThreads(this::uncaught);
  private final ScratchRoot scratch = new ScratchRoot(TEMPORARY);
  private final Run.Surroundings surroundings;
  private final AtomicReference<@Nullable Run> current = new AtomicReference<>();
  private volatile boolean closed;

  /** An engine that has loaded and started nothing yet. */
  public Engine(EngineSettings settings) {
    this(settings, new ClockTimer());
  }

  /**
   * @param timer tells timeouts and graces; closed with the engine
   */
  Engine(EngineSettings settings, Timer timer) {
    this.loader = new CodeLoader(settings);
    this.timer = timer;
    this.surroundings =
        new Run.Surroundings(settings, new Work(loader, settings), timer, threads, scratch);
  }

  /**
   * Runs the execution and waits for its end; whatever user code does becomes part of the result.
   * An interrupt of the calling thread cancels the execution; the interrupt stays set.
   *
   * @throws IllegalStateException if another execution is running, or after {@link #close()}
   */
  public Completion execute(ExecutionRequest request, ExecutionListener listener) {
    Run run = new Run(request, listener, surroundings);
    if (!current.compareAndSet(null, run)) {
      throw new IllegalStateException(
          "Execution " + request.id() + " cannot be run: another one is running.");
    }
    try {
      return complete(run);
    } finally {
      current.set(null);
      // Asked after it was taken down: close() sees either no run, or leaves the rest to here.
      if (closed) {
        release();
      }
    }
  }

  /**
   * Tells the execution to end: interrupts its workflow, which then has the grace to come to its
   * end. Any thread; never waits for it.
   *
   * @return false if this execution is not the running one
   */
  public boolean cancel(ExecutionId id, CancelRequest request) {
    Run run = current.get();
    if (run == null || !run.id().equals(id)) {
      return false;
    }
    run.cancel(request);
    return true;
  }

  /**
   * Takes a line that user code logged or printed. Any thread; dropped when nothing runs.
   *
   * @see #isWorkflowThread()
   */
  public void log(LogLine line) {
    Run run = current.get();
    if (run != null) {
      run.log(line);
    }
  }

  /**
   * Whether the calling thread is the running workflow's or was started by it, so that what it
   * prints belongs to the execution. False when nothing runs.
   */
  public boolean isWorkflowThread() {
    return current.get() != null && threads.includesCurrent();
  }

  /** Cancels what runs and, when that is over, lets go of all loaded code. Any thread; no wait. */
  @Override
  public void close() {
    closed = true;
    Run run = current.get();
    if (run == null) {
      release();
    } else {
      run.cancel(new CancelRequest("its child", "the child is closing"));
    }
  }

  private Completion complete(Run run) {
    if (closed) {
      throw new IllegalStateException(
          "Execution " + run.id() + " cannot be run: the engine is closed.");
    }
    try {
      return run.complete();
    } catch (Throwable e) {
      // There must be a result, above all where the JVM has no memory for another thread.
      return run.masked(failed(run.id(), EngineFailure.outcome(e)));
    }
  }

  private void release() {
    timer.close();
    loader.close();
    scratch.close();
  }

  private void uncaught(Thread thread, Throwable thrown) {
    Run run = current.get();
    if (run != null) {
      run.uncaught(thread, thrown);
    }
  }

  private static Completion failed(ExecutionId id, Outcome outcome) {
    return new Completion(
        new ExecutionResult(
            id,
            outcome.status(),
            outcome.result(),
            outcome.failure(),
            Duration.ZERO,
            List.of(),
            false,
            JsonText.EMPTY_OBJECT,
            ResourceUsage.UNKNOWN,
            outcome.death(),
            List.of()),
        outcome.retire());
  }
}

package dev.bifrost.engine;

import dev.bifrost.protocol.LogLine;
import java.time.Duration;
import java.util.Optional;

/** A listener whose own failures stay with it: the execution goes on and its result is kept. */
final class GuardedListener implements ExecutionListener {

  private final ExecutionListener listener;
  private volatile boolean closed;

  GuardedListener(ExecutionListener listener) {
    this.listener = listener;
  }

  @Override
  public void log(LogLine line) {
    guarded(() -> listener.log(line));
  }

  @Override
  public void progress(double fraction, String message) {
    guarded(() -> listener.progress(fraction, message));
  }

  @Override
  public void declared(Optional<Duration> timeout, Optional<Integer> attempts) {
    guarded(() -> listener.declared(timeout, attempts));
  }

  @Override
  public void signalled(String name) {
    guarded(() -> listener.signalled(name));
  }

  /** Tells it nothing more: threads that an execution left behind speak for nobody. */
  void close() {
    closed = true;
  }

  private void guarded(Runnable call) {
    if (closed) {
      return;
    }
    try {
      call.run();
    } catch (RuntimeException | LinkageError | AssertionError e) {
      // Called on the workflow's thread: it would look like the workflow's own exception. The line
      // still stands in the result.
    }
  }
}

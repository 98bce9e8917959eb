package dev.bifrost.engine;

import dev.bifrost.protocol.LogLine;
import java.time.Duration;
import java.util.Optional;

/** Hears of a running execution while it runs; called on whatever thread the news comes from. */
public interface ExecutionListener {

  /** The execution logged or printed a line; called in the order of the lines. */
  void log(LogLine line);

  /**
   * The execution has come so far.
   *
   * @param fraction 0 to 1
   */
  void progress(double fraction, String message);

  /**
   * The author of the workflow wants this, and the client has said nothing about it; told before
   * the workflow runs, if there is anything to tell.
   *
   * @param timeout the limit that is in force now; zero for none
   * @param attempts attempts that exceptions and time-outs may use
   */
  default void declared(Optional<Duration> timeout, Optional<Integer> attempts) {}

  /** The workflow has taken a signal of this name. */
  default void signalled(String name) {}
}

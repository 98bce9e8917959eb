package dev.bifrost.engine;

import dev.bifrost.protocol.LogLine;

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
}

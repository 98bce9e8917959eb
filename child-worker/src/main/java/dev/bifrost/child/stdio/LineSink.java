package dev.bifrost.child.stdio;

import dev.bifrost.protocol.LogLine;

/** Takes the lines that user code prints and logs, on whatever thread it does so. */
@FunctionalInterface
public interface LineSink {

  /** Takes one line; never throws. */
  void accept(LogLine line);
}

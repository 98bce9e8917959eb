package dev.bifrost.supervisor.process;

import dev.bifrost.protocol.ControlLine;

/** A running child, as the dispatcher sees it. No method blocks; all may come after its end. */
public interface ChildProcess {

  /** Its process ID. */
  long pid();

  /** Writes a line to its standard input; a child that is gone does not get it. */
  void send(ControlLine line);

  /** First rung of the ladder: ends its standard input, so that it leaves when it has done. */
  void closeInput();

  /** Second rung: SIGTERM. */
  void terminate();

  /** Last rung: SIGKILL to it and to every process that it has started. */
  void kill();

  /** What the operating system says about it now; empty values where it says nothing. */
  ProcessUsage usage();
}

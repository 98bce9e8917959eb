package dev.bifrost.supervisor.process;

import dev.bifrost.protocol.ControlLine;
import java.util.List;

/** A running child, as the dispatcher sees it. No method blocks; all may come after its end. */
public interface ChildProcess {

  /** Its process ID. */
  long pid();

  /** Writes lines to its standard input at once; a child that is gone does not get them. */
  void send(List<ControlLine> lines);

  /** Writes one line. */
  default void send(ControlLine line) {
    send(List.of(line));
  }

  /** First rung of the ladder: ends its standard input, so that it leaves when it has done. */
  void closeInput();

  /** Second rung: SIGTERM. */
  void terminate();

  /** Last rung: SIGKILL to it and to every process that it has started. */
  void kill();

  /** What the operating system says about it now; empty values where it says nothing. */
  ProcessUsage usage();

  /** Only the processor time of {@link #usage}. */
  ProcessUsage processorTime();
}

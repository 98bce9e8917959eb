package dev.bifrost.child.stdio;

import dev.bifrost.protocol.LogLine;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Everything that user code prints and logs. While an execution runs, its lines go to that
 * execution; at any other time they belong to nobody and go to the child's own log.
 */
public interface UserOutput {

  /**
   * Takes over the logging libraries, which need a while to load. Called once, before the first
   * {@link #begin}, on a thread that nobody waits for yet.
   */
  void prepare();

  /**
   * An execution begins.
   *
   * @param lines takes its lines
   * @param fromWorkflow whether the current thread is one of the execution
   */
  void begin(LineSink lines, BooleanSupplier fromWorkflow);

  /**
   * The execution is over.
   *
   * @return what it printed without ending the line, if anything
   */
  List<LogLine> end();
}

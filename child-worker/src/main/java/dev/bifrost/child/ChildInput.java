package dev.bifrost.child;

import dev.bifrost.child.stdio.ChildLog;
import dev.bifrost.child.stdio.InputLines;
import dev.bifrost.child.stdio.InputLines.Line;
import dev.bifrost.protocol.ControlLine;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a child's input on a thread of its own, so that a cancellation reaches a running execution.
 * A line that is none is one line in the log; it ends nothing.
 */
final class ChildInput {

  /** Takes what was read; called on the reading thread. */
  interface Receiver {

    /** One line; {@code first} if no line came before it. */
    void receive(ControlLine line, boolean first) throws InterruptedException;

    /** The input ended, or broke. */
    void ended();
  }

  private final InputLines lines;
  private final ChildLog log;
  private final Receiver receiver;

  ChildInput(InputStream commands, ChildLog log, Receiver receiver) {
    this.lines = new InputLines(commands);
    this.log = log;
    this.receiver = receiver;
  }

  /** Starts the thread, a daemon: nobody can interrupt a thread that reads a pipe. */
  void start() {
    Thread thread = new Thread(this::read, "child-input");
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    try {
      boolean first = true;
      for (Line line = lines.next(); line != null; line = lines.next()) {
        if (line instanceof Line.Whole whole && whole.text().isBlank()) {
          continue; // An empty line is a person's, and harmless.
        }
        receive(line, first);
        first = false;
      }
    } catch (IOException e) {
      log.warn("The input broke: " + e.getMessage() + ". It counts as ended.");
    } catch (InterruptedException e) {
      log.warn("The reading of the input was interrupted. It counts as ended.");
    } finally {
      receiver.ended();
    }
  }

  private void receive(Line line, boolean first) throws InterruptedException {
    if (line instanceof Line.TooLong longLine) {
      log.warn(
          "A line of the input was dropped: \""
              + longLine.head().strip()
              + "…\" has "
              + longLine.length()
              + " bytes. Allowed are "
              + longLine.longest()
              + ". The child goes on with the next line.");
      return;
    }
    try {
      receiver.receive(ControlLine.parse(((Line.Whole) line).text()), first);
    } catch (IllegalArgumentException e) {
      log.warn(
          "A line of the input was dropped: "
              + e.getMessage()
              + " The child goes on with the next line.");
    } catch (RuntimeException | Error e) {
      // Must survive: without this thread the child is deaf, and no ID was begun by this line.
      log.error("A line of the input was dropped by a fault of the child's own.", e);
    }
  }
}

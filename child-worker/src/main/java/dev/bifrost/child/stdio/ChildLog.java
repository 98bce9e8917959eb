package dev.bifrost.child.stdio;

import dev.bifrost.protocol.Json;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;

/**
 * The child's own log, on the true standard error: one line for each entry, any thread. It is no
 * SLF4J logger, so that it works before and after logging does, and what user code does to logging
 * cannot silence it.
 */
public final class ChildLog {

  private final PrintStream output;

  /**
   * @param output the true standard error; not closed
   */
  public ChildLog(PrintStream output) {
    this.output = output;
  }

  /** Something that a person may want to know. */
  public void info(String message) {
    write("INFO", "dev.bifrost.child", message);
  }

  /** Something that is not as it should be, with what happens now. */
  public void warn(String message) {
    write("WARN", "dev.bifrost.child", message);
  }

  /** Something that is a fault of the child, with its stack. */
  public void error(String message, Throwable cause) {
    write("ERROR", "dev.bifrost.child", message + System.lineSeparator() + stack(cause));
  }

  /** An entry of a library or of user code outside of any execution. */
  public void write(String level, String logger, String message) {
    output.println(Json.time(Instant.now()) + " " + level + " " + logger + ": " + message.strip());
    output.flush();
  }

  /** Text that stands on its own, such as a thread dump. */
  public void text(String text) {
    output.println(text);
    output.flush();
  }

  /** The stack trace as text, with causes and suppressed exceptions. */
  public static String stack(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }
}

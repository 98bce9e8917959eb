package dev.bifrost.supervisor.process;

import java.util.Map;
import java.util.Optional;

/**
 * How a child's process ended, with what it left behind.
 *
 * @param status the exit status as Java reports it: the code, or 128 plus the signal
 * @param crashReport the head of the JVM's own report, if it wrote one
 * @param lastOutput the last of its standard error, which may be empty
 * @param usage what the operating system said about it last
 */
public record ChildExit(
    int status, Optional<String> crashReport, String lastOutput, ProcessUsage usage) {

  private static final int SIGNAL_BASE = 128;

  /** Linux and macOS agree on these. */
  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL"),
          Map.entry(6, "SIGABRT"),
          Map.entry(8, "SIGFPE"),
          Map.entry(9, "SIGKILL"),
          Map.entry(11, "SIGSEGV"),
          Map.entry(13, "SIGPIPE"),
          Map.entry(14, "SIGALRM"),
          Map.entry(15, "SIGTERM"));

  /**
   * The signal that ended it. A program that exits with 128 plus the number of a signal looks the
   * same from outside.
   */
  public Optional<String> signal() {
    if (status <= SIGNAL_BASE) {
      return Optional.empty();
    }
    return Optional.ofNullable(SIGNALS.get(status - SIGNAL_BASE));
  }

  /** One clause for people: {@code was ended by SIGKILL}, {@code exited with code 3}. */
  public String describe() {
    return signal().map(name -> "was ended by " + name).orElse("exited with code " + status);
  }
}

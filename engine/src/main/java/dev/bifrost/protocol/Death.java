package dev.bifrost.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of an abnormal end: what ended the execution, with the evidence.
 *
 * @param cause the closed list's word for it
 * @param exitCode the child's exit code, if it exited
 * @param signal the name of the signal that ended the child, such as {@code SIGKILL}
 * @param message one sentence that says what happened and what to do
 * @param threadDump the threads of the child at the moment of the decision
 * @param crashReport the head of the JVM's own report
 * @param lastOutput the last lines that the child wrote to its stderr
 */
public record Death(
    DeathCause cause,
    @Nullable Integer exitCode,
    @Nullable String signal,
    String message,
    @Nullable String threadDump,
    @Nullable String crashReport,
    @Nullable String lastOutput) {

  /** Checks that cause and message are there. */
  public Death {
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(message, "message");
  }

  /** A death with no more evidence than its sentence. */
  public static Death of(DeathCause cause, String message) {
    return new Death(cause, null, null, message, null, null, null);
  }

  /** The same death with the threads as they stood. */
  public Death withThreadDump(@Nullable String dump) {
    return new Death(cause, exitCode, signal, message, dump, crashReport, lastOutput);
  }
}

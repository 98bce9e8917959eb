package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.Death;
import dev.bifrost.protocol.DeathCause;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.ExecutionResult.Failure;
import dev.bifrost.protocol.ResourceUsage;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.pool.EndReason;
import dev.bifrost.supervisor.process.ChildExit;
import dev.bifrost.supervisor.process.ProcessUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of an execution whose child ended without answering. The reasons are ranked: what the
 * supervisor did on purpose outranks what the JVM said about itself, and that outranks what the
 * exit status looks like.
 */
final class Verdict {

  /** How HotSpot announces that it leaves because of {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final String OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError: ";

  private final Execution execution;
  private final Child child;
  private final ChildExit exit;

  private Verdict(Execution execution, Child child, ChildExit exit) {
    this.execution = execution;
    this.child = child;
    this.exit = exit;
  }

  /**
   * Judges.
   *
   * @param before the child's resources when it got the execution
   * @param now the time of its end
   */
  static ExecutionResult of(
      Execution execution, Child child, ChildExit exit, ProcessUsage before, Instant now) {
    Verdict verdict = new Verdict(execution, child, exit);
    Instant started = execution.dispatchedAt().orElse(now);
    return verdict
        .judge()
        .withUsage(usage(before, exit.usage()))
        .withDuration(Duration.between(started, now))
        .withLogs(execution.recentLines().lines(), execution.recentLines().isTruncated());
  }

  private ExecutionResult judge() {
    EndReason reason = child.endReason().orElse(null);
    if (reason == EndReason.TIMEOUT) {
      return result(
          Status.TIMEOUT,
          ErrorType.TIMEOUT_ERROR,
          DeathCause.HARD_TIMEOUT,
          "The execution exceeded its timeout and did not react to an interrupt, so its child was"
              + " killed; raise timeout_seconds, or let the workflow end when it is interrupted.");
    }
    if (reason == EndReason.CANCELLED) {
      return result(
          Status.CANCELLED,
          ErrorType.CANCELLED_ERROR,
          DeathCause.CANCELLED,
          "The execution was cancelled "
              + execution.cancelRequest().map(request -> request.describe()).orElse("")
              + " and did not react to an interrupt, so its child was killed.");
    }
    if (reason == EndReason.PROTOCOL) {
      return failed(
          ErrorType.PROCESS_CRASH_ERROR,
          DeathCause.PROTOCOL,
          "The child broke the protocol of its pipe and was killed: "
              + child.evidence().orElse("no details")
              + ". Workflow code must not write to file descriptor 1.");
    }
    return memory(exit.lastOutput()).or(this::crash).or(this::signal).orElseGet(this::exited);
  }

  private Optional<ExecutionResult> memory(String output) {
    int found = output.lastIndexOf(OUT_OF_MEMORY);
    if (found < 0) {
      return Optional.empty();
    }
    String what = output.substring(found + OUT_OF_MEMORY.length()).lines().findFirst().orElse("");
    if (what.contains("etaspace") || what.contains("class space")) {
      return Optional.of(
          failed(
              ErrorType.OUT_OF_MEMORY_ERROR,
              DeathCause.METASPACE_OOM,
              "The child ran out of space for classes ("
                  + what
                  + "); the workflow loads too many, or child.metaspace is too small."));
    }
    return Optional.of(
        failed(
            ErrorType.OUT_OF_MEMORY_ERROR,
            DeathCause.HEAP_OOM,
            "The child ran out of memory ("
                + what
                + "); the workflow keeps too much, or child.heap is too small."));
  }

  private Optional<ExecutionResult> crash() {
    return exit.crashReport()
        .map(
            report -> {
              if (report.contains("insufficient memory for the Java Runtime Environment")) {
                return failed(
                    ErrorType.OUT_OF_MEMORY_ERROR,
                    DeathCause.NATIVE_OOM,
                    "The operating system refused memory to the child; give the host more, or run"
                        + " fewer children.");
              }
              return failed(
                  ErrorType.PROCESS_CRASH_ERROR,
                  DeathCause.NATIVE_CRASH,
                  "The child's JVM crashed"
                      + frame(report)
                      + "; see crash_report for native code that the workflow uses.");
            });
  }

  private Optional<ExecutionResult> signal() {
    return exit.signal()
        .map(
            name ->
                switch (name) {
                  case "SIGSEGV", "SIGABRT", "SIGILL", "SIGFPE" ->
                      failed(
                          ErrorType.PROCESS_CRASH_ERROR,
                          DeathCause.NATIVE_CRASH,
                          "The child crashed with " + name + " and left no report.");
                  case "SIGKILL" ->
                      failed(
                          ErrorType.PROCESS_CRASH_ERROR,
                          DeathCause.KILLED,
                          "The child was killed by SIGKILL, which Bifrost did not send: the"
                              + " workflow itself, an operator, or the kernel for want of memory"
                              + " (see the kernel's log).");
                  default ->
                      failed(
                          ErrorType.PROCESS_CRASH_ERROR,
                          DeathCause.KILLED,
                          "The child was ended by " + name + ", which Bifrost did not send.");
                });
  }

  private ExecutionResult exited() {
    String where = child.exitingStack().map(stack -> ", called here:\n" + stack).orElse("");
    String message =
        "The workflow ended its JVM with exit code "
            + exit.status()
            + where
            + (where.isEmpty() ? "; a workflow must return or throw instead." : "");
    return failed(ErrorType.PROCESS_EXITED, DeathCause.EXIT, message);
  }

  private ExecutionResult failed(ErrorType type, DeathCause cause, String message) {
    return result(Status.FAILED, type, cause, message);
  }

  private ExecutionResult result(Status status, ErrorType type, DeathCause cause, String message) {
    boolean bySignal = exit.signal().isPresent();
    Death death =
        new Death(
            cause,
            bySignal ? null : exit.status(),
            exit.signal().orElse(null),
            message,
            null,
            exit.crashReport().orElse(null),
            exit.lastOutput().isBlank() ? null : exit.lastOutput());
    return ExecutionResult.failed(execution.id(), status, Failure.of(type, message))
        .withDeath(death);
  }

  /** The line after "Problematic frame:", which names the library or the method. */
  private static String frame(String report) {
    return report
        .lines()
        .dropWhile(line -> !line.contains("Problematic frame"))
        .skip(1)
        .findFirst()
        .map(line -> " in " + line.replaceFirst("^#\\s*", ""))
        .orElse("");
  }

  private static ResourceUsage usage(ProcessUsage before, ProcessUsage last) {
    Duration user = difference(before.cpuUser(), last.cpuUser());
    Duration system = difference(before.cpuSystem(), last.cpuSystem());
    return new ResourceUsage(
        user,
        system,
        user == null || system == null ? null : user.plus(system),
        last.peakResident().orElse(null),
        null,
        null,
        null,
        null,
        last.resident().orElse(null),
        null,
        null);
  }

  private static @Nullable Duration difference(Optional<Duration> from, Optional<Duration> to) {
    if (from.isEmpty() || to.isEmpty()) {
      return null;
    }
    Duration difference = to.get().minus(from.get());
    return difference.isNegative() ? null : difference;
  }
}

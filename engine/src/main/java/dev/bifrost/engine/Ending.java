package dev.bifrost.engine;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.Death;
import dev.bifrost.protocol.DeathCause;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult.Failure;
import dev.bifrost.protocol.JsonText;
import dev.bifrost.protocol.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** What decides how an execution ends. The first one stands; each execution has exactly one. */
sealed interface Ending {

  /**
   * What the result says.
   *
   * @param byItself whether the workflow's thread came to its end
   */
  Outcome outcome(boolean byItself);

  /** Whether the workflow was told to end. */
  boolean isStop();

  /** The work came to its own end. */
  record Own(Outcome came) implements Ending {

    @Override
    public Outcome outcome(boolean byItself) {
      return came;
    }

    @Override
    public boolean isStop() {
      return false;
    }
  }

  /** A thread of the execution met an error that leaves the JVM in no state to go on. */
  record Broken(BrokenVm vm) implements Ending {

    @Override
    public Outcome outcome(boolean byItself) {
      return vm.outcome();
    }

    @Override
    public boolean isStop() {
      return true;
    }
  }

  /**
   * Somebody or the clock decided that it ends.
   *
   * @param what what happened to which execution, as the beginning of a sentence
   * @param grace time to come to its end
   * @param threadDump its threads at the moment of the decision
   */
  record Stop(
      Status status,
      ErrorType type,
      DeathCause cause,
      String what,
      Duration grace,
      String threadDump)
      implements Ending {

    static Stop timedOut(ExecutionId id, Duration timeout, Duration grace, String threadDump) {
      return new Stop(
          Status.TIMEOUT,
          ErrorType.TIMEOUT_ERROR,
          DeathCause.HARD_TIMEOUT,
          "Execution " + id + " exceeded its timeout of " + seconds(timeout),
          grace,
          threadDump);
    }

    static Stop cancelled(
        ExecutionId id, CancelRequest request, Duration grace, String threadDump) {
      return new Stop(
          Status.CANCELLED,
          ErrorType.CANCELLED_ERROR,
          DeathCause.CANCELLED,
          "Execution " + id + " was cancelled " + request.describe(),
          grace,
          threadDump);
    }

    @Override
    public Outcome outcome(boolean byItself) {
      String sentence =
          what
              + (byItself
                  ? "; it was interrupted and came to its end within the grace of "
                  : "; it was interrupted and did not end within the grace of ")
              + seconds(grace)
              + (byItself ? "." : ", so its JVM is given up.");
      return new Outcome(
          status,
          JsonText.NULL,
          Failure.of(type, sentence),
          Death.of(cause, sentence).withThreadDump(threadDump),
          Optional.empty());
    }

    @Override
    public boolean isStop() {
      return true;
    }

    private static String seconds(Duration duration) {
      BigDecimal seconds = BigDecimal.valueOf(duration.toMillis(), 3);
      return seconds.stripTrailingZeros().toPlainString() + " s";
    }
  }
}

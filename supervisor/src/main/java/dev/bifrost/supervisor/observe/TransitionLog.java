package dev.bifrost.supervisor.observe;

import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.pool.Child;
import dev.bifrost.supervisor.process.ChildExit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Writes one log line for each change of state, with the execution's ID in the MDC. */
public final class TransitionLog implements SupervisorListener {

  private static final Logger log = LoggerFactory.getLogger("dev.bifrost.supervisor");
  private static final String EXECUTION_ID = "execution_id";
  private static final String QUEUE = "queue";
  private static final String ATTEMPT = "attempt";
  private static final String TRACE_ID = "trace_id";
  private static final List<String> IDS = List.of(EXECUTION_ID, QUEUE, ATTEMPT, TRACE_ID);

  @Override
  public void taken(Execution execution) {
    if (log.isDebugEnabled()) {
      about(
          execution,
          () -> log.debug("{} taken from {}", execution.id(), execution.delivery().queue()));
    }
  }

  @Override
  public void superfluous(Execution execution, String reason) {
    about(execution, () -> log.info("{} dropped: {}", execution.id(), reason));
  }

  @Override
  public void setAside(Execution execution, String reason) {
    about(execution, () -> log.info("{} is set aside: {}", execution.id(), reason));
  }

  @Override
  public void rejected(QueueName queue, String reason) {
    log.warn("An entry of the queue {} is no execution and was dropped: {}", queue, reason);
  }

  @Override
  public void dispatched(Execution execution, Child child) {
    if (!log.isDebugEnabled()) {
      return;
    }
    about(
        execution,
        () ->
            log.debug(
                "{} runs in {} (attempt {})",
                execution.id(),
                child.id(),
                execution.attempt().attempt()));
  }

  @Override
  public void ended(Execution execution, ExecutionResult result, Disposition disposition) {
    about(execution, () -> ended(result, disposition));
  }

  @Override
  public void givenBack(Execution execution, String reason) {
    about(execution, () -> log.info("{} goes back to its queue: {}", execution.id(), reason));
  }

  @Override
  public void settled(Execution execution, boolean late) {
    if (late) {
      about(
          execution,
          () ->
              log.warn(
                  "{}: what we had to say came late and was dropped; a newer attempt or a result"
                      + " stands",
                  execution.id()));
    }
  }

  @Override
  public void leaseLost(Execution execution, String reason) {
    about(
        execution,
        () -> log.warn("{} is not ours any more: {}; it ends here", execution.id(), reason));
  }

  @Override
  public void childReady(Child child, long startupMillis) {
    log.info("{} is ready after {} ms", child.id(), startupMillis);
  }

  @Override
  public void childEnded(Child child, String reason) {
    log.info("{} is ended: {}", child.id(), reason);
  }

  @Override
  public void childGone(Child child, Optional<ChildExit> exit, String reason) {
    log.info(
        "{} is gone after {} executions: {}",
        child.id(),
        child.completed(),
        exit.map(ChildExit::describe)
            .filter(text -> !text.equals(reason))
            .map(t -> reason + "; it " + t)
            .orElse(reason));
  }

  @Override
  public void poolHealth(String pool, boolean healthy, int failedStarts) {
    if (healthy) {
      log.info("Children start again; the pool {} is healthy", pool);
    } else {
      log.error(
          "The last {} starts of children failed; the pool {} is unhealthy, takes nothing more, and"
              + " tries again with growing pauses",
          failedStarts,
          pool);
    }
  }

  @Override
  public void availability(Optional<String> trouble) {
    trouble.ifPresentOrElse(
        reason -> log.warn("Redis: {}; nothing is taken until it answers", reason),
        () -> log.info("Redis answers"));
  }

  @Override
  public void draining(int held) {
    log.info("Draining: nothing more is taken, {} executions may finish", held);
  }

  @Override
  public void leftBehind(int executions) {
    log.warn(
        "Redis did not take the end of {} executions; their leases end and others run them again",
        executions);
  }

  private static void ended(ExecutionResult result, Disposition disposition) {
    String error =
        result.failure() == null
            ? ""
            : " (" + result.failure().message().lines().findFirst().orElse("") + ")";
    if (disposition instanceof Disposition.Retry retry) {
      log.info(
          "{} ended with {}{} and runs again in {} ms",
          result.id(),
          result.status().wireName(),
          error,
          retry.delay().toMillis());
    } else {
      log.info(
          "{} ended with {}{} after {} ms",
          result.id(),
          result.status().wireName(),
          error,
          result.duration().toMillis());
    }
  }

  private static void about(Execution execution, Runnable line) {
    MDC.put(EXECUTION_ID, execution.id().value());
    MDC.put(QUEUE, execution.delivery().queue().value());
    execution
        .beginning()
        .ifPresent(
            begun -> {
              MDC.put(ATTEMPT, Integer.toString(begun.attempt()));
              begun.trace().ifPresent(trace -> MDC.put(TRACE_ID, trace.traceId()));
            });
    try {
      line.run();
    } finally {
      IDS.forEach(MDC::remove);
    }
  }
}

package dev.bifrost.supervisor.observe;

import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.execution.Execution;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what happened since the start; counted on any thread, read on any thread. */
public final class Counters implements SupervisorListener {

  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong timedOut = new AtomicLong();
  private final AtomicLong cancelled = new AtomicLong();
  private final AtomicLong crashed = new AtomicLong();
  private final AtomicLong retried = new AtomicLong();
  private final AtomicLong late = new AtomicLong();

  @Override
  public void taken(Execution execution) {
    taken.incrementAndGet();
  }

  @Override
  public void rejected(QueueName queue, String reason) {
    refused.incrementAndGet();
  }

  @Override
  public void ended(Execution execution, ExecutionResult result, Disposition disposition) {
    if (disposition instanceof Disposition.Retry) {
      retried.incrementAndGet();
    } else {
      count(result.status());
    }
    if (result.status() == Status.FAILED && result.death() != null) {
      crashed.incrementAndGet();
    }
  }

  @Override
  public void settled(Execution execution, boolean wasLate) {
    if (wasLate) {
      late.incrementAndGet();
    }
  }

  /** The counts by their names in the heartbeat. */
  public Map<String, Long> read() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("taken", taken.get());
    counts.put("refused", refused.get());
    counts.put("succeeded", succeeded.get());
    counts.put("failed", failed.get());
    counts.put("timed_out", timedOut.get());
    counts.put("cancelled", cancelled.get());
    counts.put("crashed", crashed.get());
    counts.put("retried", retried.get());
    counts.put("late", late.get());
    return counts;
  }

  private void count(Status status) {
    switch (status) {
      case SUCCESS, COMPLETED_WITH_ERRORS -> succeeded.incrementAndGet();
      case FAILED -> failed.incrementAndGet();
      case TIMEOUT -> timedOut.incrementAndGet();
      case CANCELLED -> cancelled.incrementAndGet();
      case SCHEDULED, PENDING, RUNNING, CANCELLING ->
          throw new IllegalStateException("No end: " + status);
    }
  }
}

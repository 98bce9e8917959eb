package dev.bifrost.supervisor.health;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.observe.SupervisorListener;
import dev.bifrost.supervisor.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How the last attempts ended: the share of failures is judged by the last hundred of the last ten
 * minutes, and not at all by fewer than twenty. What people cancelled is no failure. Any thread.
 */
public final class RecentEnds implements SupervisorListener {

  private static final int MOST = 100;
  private static final int LEAST = 20;
  private static final int WARNING_PERCENT = 10;
  private static final int DOWN_PERCENT = 25;
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private final Time time;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Deque<End> ends = new ArrayDeque<>();

  /** Nothing has ended yet. */
  public RecentEnds(Time time) {
    this.time = time;
  }

  private record End(Instant at, boolean failed) {}

  @Override
  public void ended(Execution execution, ExecutionResult result, Disposition disposition) {
    boolean failed = result.status() == Status.FAILED || result.status() == Status.TIMEOUT;
    synchronized (lock) {
      ends.addLast(new End(time.now(), failed));
      if (ends.size() > MOST) {
        ends.removeFirst();
      }
    }
  }

  HealthNode node() {
    int all;
    long failed;
    synchronized (lock) {
      Instant since = time.now().minus(WINDOW);
      ends.removeIf(end -> end.at().isBefore(since));
      all = ends.size();
      failed = ends.stream().filter(End::failed).count();
    }
    String share = failed + " of the last " + all + " attempts failed";
    if (all < LEAST || failed * 100 <= (long) all * WARNING_PERCENT) {
      return HealthNode.up("executions", share);
    }
    return failed * 100 > (long) all * DOWN_PERCENT
        ? HealthNode.down("executions", share + ", which is more than " + DOWN_PERCENT + " %.")
        : HealthNode.warning(
            "executions", share + ", which is more than " + WARNING_PERCENT + " %.");
  }
}

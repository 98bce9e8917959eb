package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.KeyDigest;
import dev.bifrost.protocol.ResourceUsage;
import dev.bifrost.supervisor.admission.Headroom;
import dev.bifrost.supervisor.admission.LearnedPeaks;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.process.MemoryView;
import dev.bifrost.supervisor.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what the memory allows. Dispatcher thread. */
final class MemoryWatch {

  /** Memory is looked at no more often than this: it does not change much meanwhile. */
  private static final Duration FRESH = Duration.ofMillis(200);

  private final Headroom headroom;
  private final MemoryView view;
  private final Time time;
  private final LearnedPeaks peaks = new LearnedPeaks();
  private Optional<ByteSize> available = Optional.empty();
  private @Nullable Instant seen;

  MemoryWatch(Headroom headroom, MemoryView view, Time time) {
    this.headroom = headroom;
    this.view = view;
    this.time = time;
  }

  /** Whether another child may be started. */
  boolean allowsChild() {
    return headroom.allowsChild(available());
  }

  /** Whether less is left than must be. */
  boolean isShort() {
    return !headroom.allowsAnything(available());
  }

  /** Whether this may run beside those that run. */
  boolean allows(Execution execution, Collection<Execution> running) {
    long growth = running.stream().mapToLong(one -> Headroom.growth(expected(one))).sum();
    return headroom.allowsExecution(available(), expected(execution), growth, running.isEmpty());
  }

  /** An execution has used this. */
  void learn(Execution execution, ResourceUsage usage) {
    ByteSize peak = usage.peakMemory();
    if (peak != null) {
      code(execution).ifPresent(code -> peaks.learn(code, peak));
    }
  }

  /** The next question looks at the memory again. */
  void forget() {
    seen = null;
  }

  private ByteSize expected(Execution execution) {
    return code(execution).map(peaks::expected).orElse(new ByteSize(0));
  }

  private Optional<ByteSize> available() {
    Instant now = time.now();
    if (seen == null || !now.isBefore(seen.plus(FRESH))) {
      available = headroom.size().bytes() == 0 ? Optional.empty() : view.available();
      seen = now;
    }
    return available;
  }

  private static Optional<KeyDigest> code(Execution execution) {
    return execution
        .beginning()
        .flatMap(
            begun -> begun.terms() instanceof Terms.Runnable runs ? runs.code() : Optional.empty());
  }
}

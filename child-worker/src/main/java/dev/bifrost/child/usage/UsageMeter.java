package dev.bifrost.child.usage;

import com.sun.management.OperatingSystemMXBean;
import dev.bifrost.child.usage.ProcessFiles.Ticks;
import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.ResourceUsage;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Measures what the process uses between {@link #begin} and {@link #end}: peaks are forgotten at
 * every beginning, so that no execution inherits those of an earlier one. One thread. What cannot
 * be had is absent; nothing here throws.
 */
public final class UsageMeter {

  private record Start(
      long cpuNanos,
      @Nullable Ticks ticks,
      @Nullable ByteSize resident,
      boolean peakForgotten,
      Heap.Collections collections,
      @Nullable Long allocated) {}

  private final OperatingSystemMXBean system;
  private final Heap heap;
  private final Allocations allocations;
  private @Nullable Start start;

  private UsageMeter(OperatingSystemMXBean system) {
    this.system = system;
    this.heap = new Heap();
    this.allocations = new Allocations();
  }

  /** A meter; loads the JVM's management classes, which takes a moment. */
  public static UsageMeter open() {
    return new UsageMeter(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class));
  }

  /** An execution begins. */
  public void begin() {
    try {
      heap.forgetPeak();
      boolean forgotten = ProcessFiles.forgetPeak();
      start =
          new Start(
              system.getProcessCpuTime(),
              ProcessFiles.ticks(),
              ProcessFiles.resident(),
              forgotten,
              heap.collections(),
              allocations.now());
    } catch (RuntimeException e) {
      start = null; // A JVM without these beans; the execution counts, its figures do not.
    }
  }

  /** What was used since the beginning; nothing is known without one. */
  public ResourceUsage end() {
    Start from = start;
    start = null;
    if (from == null) {
      return ResourceUsage.UNKNOWN;
    }
    try {
      return since(from);
    } catch (RuntimeException e) {
      return ResourceUsage.UNKNOWN;
    }
  }

  private ResourceUsage since(Start from) {
    Duration total = cpu(from.cpuNanos, system.getProcessCpuTime());
    Duration inSystem = systemPart(total, from.ticks, ProcessFiles.ticks());
    ByteSize resident = ProcessFiles.resident();
    Heap.Collections collections = heap.collections().since(from.collections);
    return new ResourceUsage(
        total == null || inSystem == null ? null : total.minus(inSystem),
        inSystem,
        total,
        from.peakForgotten
            ? larger(ProcessFiles.peak(), resident)
            : larger(from.resident, resident),
        heap.peak(),
        Allocations.between(from.allocated, allocations.now()),
        collections.count(),
        collections.time(),
        resident,
        heap.afterCollection(),
        null);
  }

  private static @Nullable Duration cpu(long from, long to) {
    return from < 0 || to < from ? null : Duration.ofNanos(to - from);
  }

  /** The total is exact and the ticks are coarse: they only say how to divide it. */
  static @Nullable Duration systemPart(
      @Nullable Duration total, @Nullable Ticks from, @Nullable Ticks to) {
    if (total == null || from == null || to == null) {
      return null;
    }
    long user = Math.max(0, to.user() - from.user());
    long inKernel = Math.max(0, to.system() - from.system());
    // Shorter than a tick: the whole life of the process is the best guess.
    double share =
        user + inKernel == 0
            ? (double) to.system() / Math.max(1, to.user() + to.system())
            : (double) inKernel / (user + inKernel);
    return Duration.ofNanos(Math.round(total.toNanos() * share));
  }

  private static @Nullable ByteSize larger(@Nullable ByteSize one, @Nullable ByteSize other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) >= 0 ? one : other;
  }
}

package dev.bifrost.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one execution used, and it alone. A component is null where the platform does not tell.
 *
 * @param cpuUser processor time of the child in user mode
 * @param cpuSystem processor time of the child in the kernel
 * @param cpuTotal processor time of the child; finer than the sum of the two above
 * @param peakMemory peak resident memory of the child while the execution ran
 * @param peakHeap peak use of the heap while the execution ran
 * @param allocated bytes allocated on the heap by all threads
 * @param gcCount garbage collections
 * @param gcTime time spent in garbage collections
 * @param residentMemory resident memory of the child at the end
 * @param heapAfterGc heap in use after the last full garbage collection of the child, 0 without one
 * @param queueWait time from the entry into the queue to the start; known to the supervisor only
 */
public record ResourceUsage(
    @Nullable Duration cpuUser,
    @Nullable Duration cpuSystem,
    @Nullable Duration cpuTotal,
    @Nullable ByteSize peakMemory,
    @Nullable ByteSize peakHeap,
    @Nullable ByteSize allocated,
    @Nullable Long gcCount,
    @Nullable Duration gcTime,
    @Nullable ByteSize residentMemory,
    @Nullable ByteSize heapAfterGc,
    @Nullable Duration queueWait) {

  /** Nothing is known. */
  public static final ResourceUsage UNKNOWN =
      new ResourceUsage(null, null, null, null, null, null, null, null, null, null, null);

  /** The same usage with the time that the execution waited in its queue. */
  public ResourceUsage withQueueWait(@Nullable Duration wait) {
    return new ResourceUsage(
        cpuUser,
        cpuSystem,
        cpuTotal,
        peakMemory,
        peakHeap,
        allocated,
        gcCount,
        gcTime,
        residentMemory,
        heapAfterGc,
        wait);
  }
}

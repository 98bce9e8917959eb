package dev.bifrost.child.usage;

import dev.bifrost.protocol.ByteSize;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The heap of this JVM and its garbage collections. */
final class Heap {

  /**
   * Garbage collections since the JVM started.
   *
   * @param count how many
   * @param time how long they took together
   */
  record Collections(long count, Duration time) {

    Collections since(Collections start) {
      return new Collections(Math.max(0, count - start.count), time.minus(start.time));
    }
  }

  private final List<MemoryPoolMXBean> pools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();

  void forgetPeak() {
    pools.forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /**
   * The highest use since {@link #forgetPeak}: the sum of the pools' peaks, which need not have
   * been at the same moment, so an upper bound.
   */
  ByteSize peak() {
    return new ByteSize(pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum());
  }

  /** What was in use after the last collection of each pool; old objects count after a full one. */
  ByteSize afterCollection() {
    return new ByteSize(
        pools.stream()
            .map(MemoryPoolMXBean::getCollectionUsage)
            .filter(Objects::nonNull)
            .mapToLong(MemoryUsage::getUsed)
            .sum());
  }

  Collections collections() {
    long count = 0;
    long milliseconds = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      // Either is negative where the JVM does not count it.
      count += Math.max(0, collector.getCollectionCount());
      milliseconds += Math.max(0, collector.getCollectionTime());
    }
    return new Collections(count, Duration.ofMillis(milliseconds));
  }
}

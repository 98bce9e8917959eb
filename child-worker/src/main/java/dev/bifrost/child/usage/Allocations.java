package dev.bifrost.child.usage;

import com.sun.management.ThreadMXBean;
import dev.bifrost.protocol.ByteSize;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that all threads have allocated on the heap since the JVM started, those that have ended
 * included: a sum that the JVM itself keeps. JDK 21 has it, and the later updates of JDK 17; on
 * others it is absent, since they forget what a thread had allocated when it ends, as a workflow's
 * has when it is asked for.
 */
final class Allocations {

  private final java.lang.management.ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final @Nullable Method total = total();

  /** The sum until now. */
  @Nullable Long now() {
    if (total == null) {
      return null;
    }
    try {
      long bytes = (Long) total.invoke(threads);
      return bytes < 0 ? null : (Long) bytes;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  /** What was allocated between two sums; absent if either is. */
  static @Nullable ByteSize between(@Nullable Long start, @Nullable Long end) {
    return start == null || end == null ? null : new ByteSize(Math.max(0, end - start));
  }

  private static @Nullable Method total() {
    try {
      return ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
    } catch (NoSuchMethodException | LinkageError e) {
      return null;
    }
  }
}

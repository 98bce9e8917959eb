package dev.bifrost.child.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.child.usage.ProcessFiles.Ticks;
import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.ResourceUsage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsageMeterTest {

  private static final int LARGE = 64 << 20;

  private final UsageMeter meter = UsageMeter.open();

  @Test
  void aSecondRunDoesNotInheritThePeakOfTheFirst() {
    meter.begin();
    assertEquals(1, touch(new byte[LARGE]));
    ResourceUsage first = meter.end();
    collect();
    meter.begin();
    ResourceUsage second = meter.end();

    assertTrue(bytes(first.peakHeap()) >= LARGE, first.toString());
    assertTrue(bytes(second.peakHeap()) < bytes(first.peakHeap()) - LARGE / 2, second.toString());
  }

  @Test
  void collectionsAreCountedFromTheBeginning() {
    collect();
    meter.begin();
    collect();
    ResourceUsage one = meter.end();
    meter.begin();
    ResourceUsage none = meter.end();

    assertNotNull(one.gcCount());
    assertTrue(one.gcCount() >= 1, one.toString());
    assertEquals(0L, none.gcCount());
  }

  @Test
  void processorTimeIsItsPartsTogether() {
    meter.begin();
    long end = System.nanoTime() + Duration.ofMillis(30).toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    ResourceUsage usage = meter.end();

    assertNotNull(usage.cpuTotal());
    assertTrue(usage.cpuTotal().compareTo(Duration.ZERO) > 0, usage.toString());
    if (usage.cpuUser() != null && usage.cpuSystem() != null) {
      assertEquals(usage.cpuTotal(), usage.cpuUser().plus(usage.cpuSystem()));
    }
  }

  @Test
  void theTicksOnlyDivideTheTotal() {
    Duration total = Duration.ofMillis(100);

    assertEquals(
        Duration.ofMillis(25), UsageMeter.systemPart(total, new Ticks(10, 10), new Ticks(40, 20)));
    assertEquals(
        Duration.ofMillis(50), UsageMeter.systemPart(total, new Ticks(10, 10), new Ticks(10, 10)));
    assertNull(UsageMeter.systemPart(total, null, new Ticks(1, 1)));
  }

  @Test
  void nothingIsKnownWithoutABeginning() {
    assertEquals(ResourceUsage.UNKNOWN, meter.end());
  }

  private static byte touch(byte[] block) {
    block[block.length - 1] = 1;
    return block[block.length - 1];
  }

  @SuppressWarnings("ExplicitGarbageCollection") // Its effect is what is measured.
  private static void collect() {
    System.gc();
  }

  private static long bytes(@org.jspecify.annotations.Nullable ByteSize size) {
    assertNotNull(size);
    return size.bytes();
  }
}

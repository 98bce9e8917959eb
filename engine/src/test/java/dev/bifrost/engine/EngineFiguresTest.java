package dev.bifrost.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ChildSettings.Limits;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.LogSource;
import dev.bifrost.protocol.SecretMask;
import dev.bifrost.protocol.Status;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Figures that the engine is measured by. They are printed; what depends on the load of the host is
 * not asserted, what does not is.
 */
final class EngineFiguresTest {

  /** All of them with {@code -Dbifrost.sources=2000}; a build is too short for more than some. */
  private static final int SOURCES = Integer.getInteger("bifrost.sources", 250);

  private static final int WARM = SOURCES / 2;
  private static final int ROUND = SOURCES / 4;
  private static final int LINES = 100_000;

  @TempDir private Path folder;

  /** A workflow of the class path. */
  public static final class OnTheClassPath {

    private OnTheClassPath() {}

    public static int run(int n) {
      return n + 1;
    }
  }

  @Test
  void manySourcesLeaveMetaspaceAndHeapFlat() {
    try (EngineFixture engine = EngineFixture.ofTests()) {
      runSources(engine, 0, WARM);
      long classes = metaspace();
      long heap = heap();
      runSources(engine, WARM, ROUND);
      long classesThen = metaspace();
      runSources(engine, WARM + ROUND, ROUND);
      String figures =
          String.format(
              Locale.ROOT,
              "after %d, %d and %d sources: metaspace %.2f, %.2f and %.2f MiB; heap %.2f and %.2f"
                  + " MiB",
              WARM,
              WARM + ROUND,
              WARM + 2 * ROUND,
              mebibytes(classes),
              mebibytes(classesThen),
              mebibytes(metaspace()),
              mebibytes(heap),
              mebibytes(heap()));
      print("sources", figures);
      assertTrue(metaspace() <= classes * 1.1, figures);
      assertTrue(heap() <= heap * 1.1 + (1 << 20), figures);
    }
  }

  @Test
  void theSecondRunOfASourceIsNoCompilation() {
    try (EngineFixture engine = EngineFixture.ofTests()) {
      for (int i = 0; i < 200; i++) {
        timed(engine, null);
        timed(engine, "public class Warm { public static int run(int n) { return n; } }");
      }
      String source = "public class New { public static int run(int n) { int m = n; return m; } }";
      double first = timed(engine, source);
      print(
          "one execution",
          String.format(
              Locale.ROOT,
              "new source %.2f ms; the same again %.3f ms; class path %.3f ms (medians of 200)",
              first,
              median(engine, source),
              median(engine, null)));
    }
  }

  @Test
  void aHundredThousandLinesKeepTheirOrderAndTheLimits() throws IOException {
    try (EngineFixture engine = EngineFixture.ofTests()) {
      LogBook book = new LogBook(Limits.DEFAULT, SecretMask.NONE, engine.heard::add);
      double toFile = Double.MAX_VALUE;
      double toBook = Double.MAX_VALUE;
      for (int round = 0; round < 3; round++) {
        toFile = Math.min(toFile, writeFile());
        engine.heard.clear();
        book = new LogBook(Limits.DEFAULT, SecretMask.NONE, engine.heard::add);
        long start = System.nanoTime();
        for (int i = 0; i < LINES; i++) {
          book.print(LogSource.STDOUT, "line " + i);
        }
        toBook = Math.min(toBook, milliseconds(System.nanoTime() - start));
      }
      print(
          "100,000 lines", String.format(Locale.ROOT, "log %.0f ms, file %.0f ms", toBook, toFile));

      for (int i = 0; i < LINES; i++) {
        assertEquals("line " + i, engine.heard.get(i).message());
      }
      List<LogLine> kept = book.lines();
      assertEquals(Limits.DEFAULT.logLines(), kept.size());
      assertEquals("line 0", kept.get(0).message());
      assertEquals("line " + (LINES - 1), kept.get(kept.size() - 1).message());
      assertTrue(book.isTruncated());
    }
  }

  private static void print(String what, String figures) {
    System.getLogger("figures").log(System.Logger.Level.INFO, what + ": " + figures);
  }

  private double writeFile() throws IOException {
    long start = System.nanoTime();
    try (BufferedWriter file = Files.newBufferedWriter(folder.resolve("lines"))) {
      for (int i = 0; i < LINES; i++) {
        file.write(Instant.now() + " INFO stdout line " + i);
        file.newLine();
        file.flush();
      }
    }
    return milliseconds(System.nanoTime() - start);
  }

  private static void runSources(EngineFixture engine, int from, int count) {
    for (int i = from; i < from + count; i++) {
      ExecutionResult result =
          engine.run(
              EngineFixture.source(
                  "public class Flow"
                      + i
                      + " { static byte[] data = new byte[10_000];"
                      + " public static int run() { int n = "
                      + i
                      + "; return n; } }"));
      assertEquals(Integer.toString(i), result.result().text(), result.toString());
    }
  }

  private static double median(EngineFixture engine, @Nullable String source) {
    double[] times = new double[200];
    for (int i = 0; i < times.length; i++) {
      times[i] = timed(engine, source);
    }
    Arrays.sort(times);
    return times[times.length / 2];
  }

  private static double timed(EngineFixture engine, @Nullable String source) {
    var context =
        source == null
            ? EngineFixture.context(OnTheClassPath.class, "run")
            : EngineFixture.source(source);
    context.putObject("parameters").put("n", 1);
    long start = System.nanoTime();
    ExecutionResult result = engine.run(context);
    assertEquals(Status.SUCCESS, result.status(), result.toString());
    return milliseconds(System.nanoTime() - start);
  }

  private static long metaspace() {
    collect();
    return pools(MemoryType.NON_HEAP, "Metaspace");
  }

  private static long heap() {
    long least = Long.MAX_VALUE;
    // The least of several: what cleaners and finalizers hold is free only after they have run.
    for (int i = 0; i < 6; i++) {
      collect();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private static void collect() {
    // Twice: loaders become free when what they loaded was freed.
    ManagementFactory.getMemoryMXBean().gc();
    ManagementFactory.getMemoryMXBean().gc();
  }

  private static long pools(MemoryType type, String name) {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == type && pool.getName().equals(name))
        .map(MemoryPoolMXBean::getUsage)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  private static double milliseconds(long nanos) {
    return nanos / 1e6;
  }

  private static double mebibytes(long bytes) {
    return bytes / 1048576.0;
  }
}

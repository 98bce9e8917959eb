package dev.bifrost.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.child.testing.InProcessChild;
import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.Status;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it costs an execution to log much, all the way to the pipe. The figures are printed; what
 * does not depend on the load of the host is asserted.
 */
final class LogFiguresTest {

  private static final int LINES = 100_000;
  private static final int ROUNDS = 3;

  @TempDir private Path folder;

  /** Says the same in two ways. */
  public static final class Chatty {

    private Chatty() {}

    @SuppressWarnings("SystemOut") // That is what workflows do.
    public static void print(int lines) {
      for (int i = 0; i < lines; i++) {
        System.out.println("line " + i);
      }
    }

    public static void write(int lines, String file) throws IOException {
      try (BufferedWriter out = Files.newBufferedWriter(Path.of(file))) {
        for (int i = 0; i < lines; i++) {
          out.write(Instant.now() + " INFO stdout line " + i);
          out.newLine();
          out.flush();
        }
      }
    }
  }

  @Test
  void aHundredThousandLinesArriveInTheirOrderWithHeadAndTailInTheResult() {
    long printed = Long.MAX_VALUE;
    long written = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      // A child each: what arrived is kept by the test, and is to be looked at.
      try (InProcessChild child = InProcessChild.start()) {
        written =
            Math.min(
                written,
                milliseconds(
                    child
                        .context("write")
                        .function(Chatty.class, "write")
                        .parameter("lines", LINES)
                        .parameter("file", folder.resolve("lines").toString())
                        .run()));
        ExecutionResult result =
            child.context("print").function(Chatty.class, "print").parameter("lines", LINES).run();
        printed = Math.min(printed, milliseconds(result));
        check(result, child.messages());
      }
    }
    System.getLogger("figures")
        .log(
            System.Logger.Level.INFO,
            String.format(
                Locale.ROOT,
                "100,000 lines of one execution: printed in %d ms, written to a file in %d ms,"
                    + " ratio %.2f (best of %d)",
                printed,
                written,
                (double) printed / written,
                ROUNDS));
  }

  private static void check(ExecutionResult result, List<ChildMessage> messages) {
    List<String> live = new ArrayList<>();
    for (ChildMessage message : messages) {
      if (message instanceof ChildMessage.Log log) {
        live.add(log.line().message());
      }
    }
    assertEquals(LINES, live.size());
    for (int i = 0; i < LINES; i++) {
      assertEquals("line " + i, live.get(i));
    }
    assertTrue(result.logsTruncated());
    assertEquals("line 0", result.logs().get(0).message());
    assertEquals("line " + (LINES - 1), result.logs().get(result.logs().size() - 1).message());
  }

  private static long milliseconds(ExecutionResult result) {
    assertEquals(Status.SUCCESS, result.status(), result.toString());
    return result.duration().toMillis();
  }
}

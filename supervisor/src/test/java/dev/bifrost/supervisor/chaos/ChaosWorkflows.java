package dev.bifrost.supervisor.chaos;

import dev.bifrost.workflow.Execution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What runs under fire. Each run leaves lines in a file of its execution, {@code start}, {@code
 * beat} and {@code end}, each with the attempt, the monotonic time, which all processes of a host
 * share, and the pid. Sees nothing but the JDK and what workflows see.
 */
public final class ChaosWorkflows {

  private static final int BEAT_MILLIS = 20;

  private ChaosWorkflows() {}

  /** Takes so long, and beats meanwhile. */
  public static String work(Execution execution, String folder, int millis)
      throws IOException, InterruptedException {
    note(execution, folder, "start");
    execution.logger().info("at work");
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      new CountDownLatch(1).await(BEAT_MILLIS, TimeUnit.MILLISECONDS);
      note(execution, folder, "beat");
    }
    note(execution, folder, "end");
    return execution.id();
  }

  /** The same, but throws the first time. */
  public static String failOnce(Execution execution, String folder, int millis)
      throws IOException, InterruptedException {
    if (isFirst(execution, folder)) {
      note(execution, folder, "start");
      throw new IllegalStateException("the first time it fails");
    }
    return work(execution, folder, millis);
  }

  /** The same, but takes its JVM with it the first time. */
  public static String crashOnce(Execution execution, String folder, int millis)
      throws IOException, InterruptedException {
    if (isFirst(execution, folder)) {
      note(execution, folder, "start");
      Runtime.getRuntime().halt(7);
    }
    return work(execution, folder, millis);
  }

  /** Does nothing. */
  public static void nothing() {}

  /** Takes its JVM with it each time. */
  public static void crash() {
    Runtime.getRuntime().halt(7);
  }

  /** Hears no interrupt. */
  public static long spin() {
    long count = 0;
    while (count >= 0) {
      count = (count + 1) % 1_000;
    }
    return count;
  }

  private static boolean isFirst(Execution execution, String folder) throws IOException {
    try {
      Files.createFile(Path.of(folder, execution.id() + ".first"));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static void note(Execution execution, String folder, String what) throws IOException {
    // One write of one line: two processes that ran at once would both be seen.
    Files.write(
        Path.of(folder, execution.id()),
        String.format(
                "%s %d %d %d%n",
                what, execution.attempt(), System.nanoTime(), ProcessHandle.current().pid())
            .getBytes(StandardCharsets.US_ASCII),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}

package dev.bifrost.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/** Workflows that only a process of its own survives, or does not. */
public final class ProcessWorkflows {

  private ProcessWorkflows() {}

  public static int answer() {
    return 42;
  }

  @SuppressWarnings("SystemExitOutsideMain") // What is tested is that somebody does.
  public static void exit(int code) {
    System.exit(code);
  }

  @SuppressWarnings("SystemOut") // How the test sees that it has begun.
  public static void untilInterrupted() throws InterruptedException {
    System.out.println("waiting");
    new CountDownLatch(1).await();
  }

  @SuppressWarnings("SystemOut") // How the test sees that it has begun.
  public static String untilFileExists(String path) throws IOException, InterruptedException {
    System.out.println("waiting");
    Path file = Path.of(path);
    try (WatchService watch = file.getFileSystem().newWatchService()) {
      Objects.requireNonNull(file.getParent())
          .register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      while (!Files.exists(file)) {
        watch.take().reset();
      }
    }
    return "seen";
  }

  @SuppressWarnings("SystemOut") // How the test learns of the process.
  public static void startSleepAndWait() throws IOException, InterruptedException {
    Process sleep = new ProcessBuilder("sleep", "300").start();
    System.out.println(sleep.pid());
    new CountDownLatch(1).await();
  }

  public static String environment() {
    return System.getenv() + " " + ProcessHandle.current().info().commandLine().orElse("");
  }

  @SuppressWarnings("SystemOut") // What is tested is where it goes.
  public static void leaveHookThatHangs() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    System.out.println("hook");
  }

  @SuppressWarnings("SystemExitOutsideMain") // What is tested is that somebody does.
  public static void exitWithHookThatHangs() {
    leaveHookThatHangs();
    System.exit(7);
  }
}

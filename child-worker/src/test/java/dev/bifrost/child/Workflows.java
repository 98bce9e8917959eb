package dev.bifrost.child;

import dev.bifrost.workflow.Execution;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The workflows that the tests of the child run. */
public final class Workflows {

  /** Where a workflow and its test meet. */
  record Gate(CountDownLatch started, CountDownLatch opened) {}

  private static final ConcurrentHashMap<String, Gate> GATES = new ConcurrentHashMap<>();

  private Workflows() {}

  static Gate gate(String name) {
    return GATES.computeIfAbsent(
        name, any -> new Gate(new CountDownLatch(1), new CountDownLatch(1)));
  }

  public static int add(int left, int right) {
    return left + right;
  }

  public static void fail(String message) {
    throw new IllegalStateException(message);
  }

  public static String waitAtGate(String gate) throws InterruptedException {
    gate(gate).started().countDown();
    if (!gate(gate).opened().await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Nobody opened the gate " + gate);
    }
    return "opened";
  }

  public static int attempt(Execution execution) {
    return execution.attempt();
  }

  @SuppressWarnings("SystemOut") // What is tested is that it is captured.
  public static void speak(Execution execution) {
    System.out.println("one");
    System.err.println("two");
    LoggerFactory.getLogger("com.acme.Slf4j").warn("three {}", 3, new RuntimeException("cause"));
    java.util.logging.Logger.getLogger("com.acme.Jul").info("four");
    System.getLogger("com.acme.Platform").log(System.Logger.Level.ERROR, "five");
    execution.logger().info("six");
    execution.progress(0.5, "half");
    System.out.print("seven");
  }

  @SuppressWarnings("InfiniteRecursion") // The overflow is what is tested.
  public static void recurse() {
    recurse();
  }

  public static byte[] allocate(int mebibytes) {
    byte[] block = new byte[mebibytes << 20];
    for (int i = 0; i < block.length; i += 4096) {
      block[i] = 1;
    }
    return new byte[] {block[block.length - 1]};
  }

  public static void fiveHundredLines() {
    for (int i = 0; i < 500; i++) {
      LoggerFactory.getLogger("com.acme.Many").info("line {}", i);
    }
  }

  public static void leaveAThreadThatThrows(String gate) {
    new Thread(
            () -> {
              gate(gate).started().countDown();
              throw new IllegalStateException("stray");
            })
        .start();
  }
}

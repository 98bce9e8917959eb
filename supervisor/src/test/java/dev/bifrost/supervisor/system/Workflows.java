package dev.bifrost.supervisor.system;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the tests run in children; sees nothing but the JDK. */
@SuppressWarnings("SystemExitOutsideMain") // One of them must end its JVM.
public final class Workflows {

  private Workflows() {}

  /** Does nothing. */
  public static void nothing() {}

  /** Adds up. */
  public static long sum(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).sum();
  }

  /** Takes a while, and can be interrupted. */
  public static String wait(int millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    return "waited";
  }

  /** The same, and says so when it begins. */
  @SuppressWarnings("SystemOut") // A child catches it.
  public static String greetAndWait(int millis) throws InterruptedException {
    System.out.println("here");
    return wait(millis);
  }

  /** Takes a while for an environment. */
  public static String deploy(String environment, int millis) throws InterruptedException {
    wait(millis);
    return environment;
  }

  /** Takes a while, and fails if another one does so with the same file. */
  public static void alone(String file, int millis) throws IOException, InterruptedException {
    Path mark = Files.createFile(Path.of(file));
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    Files.delete(mark);
  }

  /** Starts a process that would outlive everyone, and waits with it. */
  public static void orphan() throws IOException, InterruptedException {
    new ProcessBuilder("sleep", "3600").start().waitFor();
  }

  /** Ends its own JVM by one of eight means. */
  public static void die(int means)
      throws IOException, InterruptedException, ReflectiveOperationException {
    switch (means) {
      case 0 -> System.exit(3);
      case 1 -> Runtime.getRuntime().halt(4);
      case 2 -> fillHeap();
      case 3 -> fillMetaspace();
      case 4 -> overflowInThread();
      case 5 -> killItself();
      case 6 -> crash();
      default -> spin();
    }
  }

  private static void fillHeap() {
    List<byte[]> all = new ArrayList<>();
    while (all.size() < Integer.MAX_VALUE) {
      all.add(new byte[1 << 20]);
    }
  }

  private static void fillMetaspace() throws IOException {
    byte[] code;
    try (var in = Workflows.class.getResourceAsStream("Workflows$Filler.class")) {
      code = Objects.requireNonNull(in).readAllBytes();
    }
    List<Class<?>> all = new ArrayList<>();
    while (all.size() < Integer.MAX_VALUE) {
      all.add(
          new ClassLoader(null) {
            Class<?> define() {
              return defineClass(null, ByteBuffer.wrap(code), null);
            }
          }.define());
    }
  }

  private static void overflowInThread() throws InterruptedException {
    Thread thread = new Thread(() -> deeper(0));
    thread.start();
    thread.join();
  }

  private static int deeper(int depth) {
    return depth < 0 ? 0 : 1 + deeper(depth + 1);
  }

  private static void killItself() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start();
    new CountDownLatch(1).await();
  }

  private static void crash() throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Unsafe");
    Field field = type.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    type.getMethod("putLong", long.class, long.class).invoke(field.get(null), 0L, 0L);
  }

  private static void spin() {
    long count = 0;
    while (count >= 0) {
      count = (count + 1) % 1_000;
    }
  }

  /** A class to be defined many times. */
  static final class Filler {
    int value;
  }
}

package dev.bifrost.supervisor.process;

import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ChildMessage.Ready;
import dev.bifrost.protocol.ChildMessage.Started;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.MessageCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A child that sins on request: each ID that it is sent names a sin. With {@code -Dsin=…} it sins
 * before it is ready.
 */
@SuppressWarnings({"SystemOut", "SystemExitOutsideMain"}) // Both are what it is there for.
final class SinfulChild {

  private static final PrintStream OUT = System.out;

  private SinfulChild() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    String sin = System.getProperty("sin", "");
    if (sin.equals("die-at-start")) {
      System.err.println("No, thank you.");
      System.exit(7);
    }
    if (sin.equals("hang-at-start")) {
      new CountDownLatch(1).await();
    }
    send(new Ready(ProcessHandle.current().pid(), "sinful", Duration.ofMillis(1)));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    while (line != null) {
      if (!line.startsWith("!")) {
        send(new Started(new ExecutionId(line)));
        commit(line);
      }
      line = in.readLine();
    }
  }

  private static void commit(String sin) throws IOException, InterruptedException {
    switch (sin) {
      case "exit" -> System.exit(3);
      case "kill-itself" ->
          ProcessHandle.of(ProcessHandle.current().pid()).ifPresent(self -> kill());
      case "print" -> OUT.println("plain words");
      case "garbage" -> {
        OUT.write(MessageCodec.START);
        OUT.println("{\"type\":\"nonsense\"}");
        OUT.flush();
      }
      case "stderr" -> {
        System.err.println("last words");
        System.exit(1);
      }
      case "orphan" -> {
        start("sleep", "1000");
        System.exit(0);
      }
      case "orphan-with-pipes" -> {
        new ProcessBuilder("sleep", "1001").inheritIO().start();
        System.exit(0);
      }
      case "close-stdout" -> {
        OUT.close();
        new CountDownLatch(1).await();
      }
      case "ignore-sigterm" -> {
        Runtime.getRuntime().addShutdownHook(new Thread(SinfulChild::waitForever));
        new CountDownLatch(1).await();
      }
      case "eat-memory" -> {
        StringBuilder food = new StringBuilder("x");
        while (food.length() > 0) {
          food.append(food);
        }
      }
      default -> throw new IllegalArgumentException(sin);
    }
  }

  private static void kill() {
    try {
      start("kill", "-9", Long.toString(ProcessHandle.current().pid()));
      waitForever();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void start(String... command) throws IOException {
    new ProcessBuilder(command).start();
  }

  private static void waitForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(ChildMessage message) throws IOException {
    OUT.write(MessageCodec.encode(message));
    OUT.flush();
  }
}

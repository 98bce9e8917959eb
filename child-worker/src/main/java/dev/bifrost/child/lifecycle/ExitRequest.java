package dev.bifrost.child.lifecycle;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A thread that is ending the JVM by {@code System.exit}, seen from a shutdown hook. */
public final class ExitRequest {

  private ExitRequest() {}

  /** The name and the stack of that thread; empty if the JVM ends for another reason. */
  public static Optional<String> find() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> isExiting(entry.getValue()))
        .map(ExitRequest::describe)
        .findFirst();
  }

  private static boolean isExiting(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .anyMatch(
            frame ->
                frame.getMethodName().equals("exit")
                    && frame.getClassName().equals(Runtime.class.getName()));
  }

  private static String describe(Map.Entry<Thread, StackTraceElement[]> entry) {
    return Arrays.stream(entry.getValue())
        .map(frame -> "    at " + frame)
        .collect(Collectors.joining("\n", "Thread \"" + entry.getKey().getName() + "\"\n", ""));
  }
}

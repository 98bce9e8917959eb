package dev.bifrost.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stack trace of a user's exception as text: with causes and suppressed ones, without the
 * frames of the engine below the workflow method, and of bounded length whatever the exception
 * does.
 */
final class StackText {

  private static final int MOST_CHARACTERS = 64 << 10;
  private static final int MOST_THROWABLES = 100;

  private final StringBuilder text = new StringBuilder();
  private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private StackText() {}

  /** The trace alone. */
  static String of(Throwable thrown) {
    StackText trace = new StackText();
    trace.append(thrown, "", "", new StackTraceElement[0]);
    return Cut.middle(trace.text.toString().stripTrailing(), MOST_CHARACTERS);
  }

  /** First a line with nothing but the message, for people; then the trace. */
  static String withMessage(Throwable thrown) {
    String message = message(thrown);
    String first =
        message == null || message.isBlank()
            ? thrown.getClass().getName()
            : message.strip().lines().findFirst().orElse("");
    return Cut.middle(first, MOST_CHARACTERS / 8) + "\n" + of(thrown);
  }

  private void append(
      Throwable thrown, String indent, String caption, StackTraceElement[] enclosing) {
    text.append(indent).append(caption);
    if (!seen.add(thrown)) {
      text.append("[circular: ").append(thrown.getClass().getName()).append("]\n");
      return;
    }
    text.append(describe(thrown)).append('\n');
    if (seen.size() > MOST_THROWABLES || text.length() > 4 * MOST_CHARACTERS) {
      return;
    }
    StackTraceElement[] frames = withoutEngine(frames(thrown));
    int common = common(frames, enclosing);
    for (int i = 0; i < frames.length - common; i++) {
      text.append(indent).append("\tat ").append(frames[i]).append('\n');
    }
    if (common > 0) {
      text.append(indent).append("\t... ").append(common).append(" more\n");
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      append(suppressed, indent + "\t", "Suppressed: ", frames);
    }
    Throwable cause = cause(thrown);
    if (cause != null) {
      append(cause, indent, "Caused by: ", frames);
    }
  }

  private static StackTraceElement[] withoutEngine(StackTraceElement[] frames) {
    int end = frames.length;
    for (int i = frames.length - 1; i >= 0; i--) {
      if (frames[i].getClassName().equals(EntryPoint.class.getName())) {
        end = i;
        while (end > 0 && isReflection(frames[end - 1].getClassName())) {
          end--;
        }
        break;
      }
    }
    return end == frames.length ? frames : Arrays.copyOf(frames, end);
  }

  private static boolean isReflection(String className) {
    return className.startsWith("java.lang.reflect.")
        || className.startsWith("jdk.internal.reflect.")
        || className.startsWith("java.lang.invoke.");
  }

  private static int common(StackTraceElement[] inner, StackTraceElement[] outer) {
    int common = 0;
    while (common < Math.min(inner.length, outer.length)
        && inner[inner.length - 1 - common].equals(outer[outer.length - 1 - common])) {
      common++;
    }
    return common;
  }

  // The methods below are the user's to override, and may do anything.

  private static String describe(Throwable thrown) {
    try {
      return String.valueOf(thrown);
    } catch (RuntimeException | StackOverflowError e) {
      return thrown.getClass().getName() + " (its toString() threw " + e.getClass().getName() + ")";
    }
  }

  private static @Nullable String message(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (RuntimeException | StackOverflowError e) {
      return null;
    }
  }

  private static StackTraceElement[] frames(Throwable thrown) {
    try {
      return thrown.getStackTrace();
    } catch (RuntimeException | StackOverflowError e) {
      return new StackTraceElement[0];
    }
  }

  static @Nullable Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (RuntimeException | StackOverflowError e) {
      return null;
    }
  }
}

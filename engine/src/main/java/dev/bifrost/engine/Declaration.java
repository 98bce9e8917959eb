package dev.bifrost.engine;

import dev.bifrost.protocol.DurationText;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.workflow.Workflow;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the author of a workflow method wants where the client has said nothing.
 *
 * @param name what people call it
 * @param timeout the limit for one attempt; zero for none
 * @param attempts attempts that exceptions and time-outs may use
 */
record Declaration(Optional<String> name, Optional<Duration> timeout, Optional<Integer> attempts) {

  private static final int MOST_ATTEMPTS = 1_000;

  /**
   * Reads the method's {@link Workflow}; empty throughout where it has none.
   *
   * @throws Refusal that names every attribute that cannot be used
   */
  static Declaration of(EntryPoint entryPoint) throws Refusal {
    Method method = entryPoint.method();
    Workflow workflow = method.getAnnotation(Workflow.class);
    if (workflow == null) {
      return new Declaration(Optional.empty(), Optional.empty(), Optional.empty());
    }
    List<String> problems = new ArrayList<>();
    Declaration declaration =
        new Declaration(
            Optional.of(workflow.name()).filter(name -> !name.isBlank()),
            timeout(workflow.timeout(), problems),
            attempts(workflow.attempts(), problems));
    if (!problems.isEmpty()) {
      throw new Refusal(
          ErrorType.WORKFLOW_NOT_FOUND,
          "The @Workflow of "
              + entryPoint.describe()
              + " cannot be used: "
              + String.join("; ", problems)
              + "; nothing was run.");
    }
    return declaration;
  }

  private static Optional<Duration> timeout(String text, List<String> problems) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Duration limit = DurationText.parse(text);
      if (limit.compareTo(ExecutionContext.MAX_TIMEOUT) <= 0) {
        return Optional.of(limit);
      }
      problems.add("timeout is \"" + text + "\", allowed are 0s (for none) to 24h");
    } catch (IllegalArgumentException e) {
      problems.add(
          "timeout is \""
              + Cut.end(text, 100)
              + "\", allowed is a number with its unit, such as 500ms, 90s, 10m or 2h");
    }
    return Optional.empty();
  }

  private static Optional<Integer> attempts(int number, List<String> problems) {
    if (number < 0 || number > MOST_ATTEMPTS) {
      problems.add("attempts is " + number + ", allowed are 1 to " + MOST_ATTEMPTS);
    }
    // Zero is what an annotation has for "not said".
    return number == 0 ? Optional.empty() : Optional.of(number);
  }
}

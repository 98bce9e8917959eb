package dev.bifrost.engine;

import dev.bifrost.protocol.Death;
import dev.bifrost.protocol.DeathCause;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionResult.Failure;
import dev.bifrost.protocol.JsonText;
import dev.bifrost.protocol.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error of the JVM after which nothing in it can be trusted: memory that ran out anywhere, or a
 * stack that overflowed in the middle of somebody's lock.
 *
 * @param error the error itself
 */
record BrokenVm(VirtualMachineError error) {

  private static final int DEEPEST_CAUSE = 50;

  /** Looks through the causes too: exhausted memory stays exhausted when it is wrapped. */
  static Optional<BrokenVm> seenIn(Throwable thrown) {
    if (thrown instanceof StackOverflowError overflow) {
      return Optional.of(new BrokenVm(overflow));
    }
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof OutOfMemoryError exhausted) {
        return Optional.of(new BrokenVm(exhausted));
      }
      cause = causeOf(cause);
    }
    return Optional.empty();
  }

  Outcome outcome() {
    Failure failure = new Failure(StackText.withMessage(error), type());
    return new Outcome(
        Status.FAILED, JsonText.NULL, failure, Death.of(cause(), advice()), Optional.of(retire()));
  }

  /** Why the JVM has to go. */
  String retire() {
    return "the JVM cannot be trusted after " + error.getClass().getName();
  }

  private String type() {
    return error instanceof OutOfMemoryError
        ? ErrorType.OUT_OF_MEMORY_ERROR.wireName()
        : error.getClass().getName();
  }

  private DeathCause cause() {
    if (error instanceof StackOverflowError) {
      return DeathCause.STACK_OVERFLOW;
    }
    String message = String.valueOf(error.getMessage());
    if (message.contains("Metaspace") || message.contains("Compressed class space")) {
      return DeathCause.METASPACE_OOM;
    }
    if (message.contains("irect buffer memory") || message.contains("native thread")) {
      return DeathCause.NATIVE_OOM;
    }
    return DeathCause.HEAP_OOM;
  }

  private String advice() {
    return switch (cause()) {
      case HEAP_OOM ->
          "The execution exhausted the heap of its JVM ("
              + error.getMessage()
              + "); give the pool a larger heap, or let the workflow keep less in memory.";
      case METASPACE_OOM ->
          "The execution exhausted the JVM's space for classes ("
              + error.getMessage()
              + "); give the pool a larger metaspace, or let the workflow generate fewer classes.";
      case NATIVE_OOM ->
          "The operating system refused memory or threads to the JVM ("
              + error.getMessage()
              + "); raise the limit, or let the workflow use fewer threads and direct buffers.";
      default ->
          "A thread of the execution exceeded its stack; look for endless recursion in the trace.";
    };
  }

  private static @Nullable Throwable causeOf(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (RuntimeException e) {
      // An exception of the user's may override this; then it has no cause that we can see.
      return null;
    }
  }
}

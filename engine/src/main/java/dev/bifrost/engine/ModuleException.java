package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A shared module could not be had. Not checked, because class loading leaves no other way: never
 * taken for a class that does not exist.
 */
public final class ModuleException extends RuntimeException {

  private static final int DEEPEST_CAUSE = 50;

  private final ErrorType type;

  /**
   * @param type what an execution fails with that needs the module
   * @param message for people: what, which, why
   */
  public ModuleException(ErrorType type, String message) {
    super(message);
    this.type = type;
  }

  /** What an execution fails with that needs the module. */
  public ErrorType type() {
    return type;
  }

  /** Looks through the causes: libraries wrap whatever the loading of a class throws. */
  static Optional<ModuleException> seenIn(Throwable thrown) {
    @Nullable Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof ModuleException found) {
        return Optional.of(found);
      }
      cause = StackText.cause(cause);
    }
    return Optional.empty();
  }

  Refusal refusal() {
    return new Refusal(type, String.valueOf(getMessage()));
  }
}

package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionResult.Failure;

/** An execution that Bifrost itself fails, under a name of {@link ErrorType}. */
final class Refusal extends Exception {

  private final ErrorType type;

  Refusal(ErrorType type, String message) {
    // What matters is the sentence; the place in the engine helps nobody.
    super(message, null, false, false);
    this.type = type;
  }

  ErrorType type() {
    return type;
  }

  Failure failure() {
    return Failure.of(type, String.valueOf(getMessage()));
  }
}

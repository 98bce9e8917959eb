package dev.bifrost.engine;

import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.protocol.ExecutionId;
import java.util.Objects;

/**
 * One run that the engine is asked for.
 *
 * @param id the execution
 * @param attempt its attempt, from 1
 * @param context what the client wants run
 */
public record ExecutionRequest(ExecutionId id, int attempt, ExecutionContext context) {

  /** Checks that nothing is missing. */
  public ExecutionRequest {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(context, "context");
    if (attempt < 1) {
      throw new IllegalArgumentException("Not an attempt: " + attempt);
    }
  }
}

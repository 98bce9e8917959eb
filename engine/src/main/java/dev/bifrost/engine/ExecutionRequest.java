package dev.bifrost.engine;

import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Secrets;
import java.util.Objects;

/**
 * One run that the engine is asked for.
 *
 * @param id the execution
 * @param attempt its attempt, from 1
 * @param context what the client wants run
 * @param secrets what its workflow may know and nobody may see; resolved
 */
public record ExecutionRequest(
    ExecutionId id, int attempt, ExecutionContext context, Secrets secrets) {

  /** Checks that nothing is missing. */
  public ExecutionRequest {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(secrets, "secrets");
    if (attempt < 1) {
      throw new IllegalArgumentException("Not an attempt: " + attempt);
    }
  }
}

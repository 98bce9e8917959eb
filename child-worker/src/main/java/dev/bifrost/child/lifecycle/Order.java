package dev.bifrost.child.lifecycle;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Secrets;
import java.util.Optional;

/**
 * An ID that a child was sent and is to run.
 *
 * @param id the execution
 * @param attempt its attempt, from 1
 * @param secrets what it may know; empty if nothing was said, which is not the same as none
 * @param cancelled who cancelled it while it waited; it is then answered and not run
 */
public record Order(
    ExecutionId id, int attempt, Optional<Secrets> secrets, Optional<CancelRequest> cancelled) {

  Order attempt(int number) {
    return new Order(id, number, secrets, cancelled);
  }

  Order secrets(Secrets given) {
    return new Order(id, attempt, Optional.of(given), cancelled);
  }

  Order cancelled(CancelRequest request) {
    return new Order(id, attempt, secrets, Optional.of(request));
  }
}

package dev.bifrost.child.lifecycle;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Secrets;
import java.time.Duration;
import java.util.Optional;

/**
 * An ID that a child was sent and is to run.
 *
 * @param id the execution
 * @param attempt its attempt, from 1
 * @param limit how long it may run; empty if nothing was said, and its context decides
 * @param secrets what it may know; empty if nothing was said, which is not the same as none
 * @param cancelled who cancelled it while it waited; it is then answered and not run
 */
public record Order(
    ExecutionId id,
    int attempt,
    Optional<Limit> limit,
    Optional<Secrets> secrets,
    Optional<CancelRequest> cancelled) {

  /**
   * The limit that the supervisor set.
   *
   * @param time empty for none
   */
  public record Limit(Optional<Duration> time) {}

  Order attempt(int number) {
    return new Order(id, number, limit, secrets, cancelled);
  }

  Order limit(Limit set) {
    return new Order(id, attempt, Optional.of(set), secrets, cancelled);
  }

  Order secrets(Secrets given) {
    return new Order(id, attempt, limit, Optional.of(given), cancelled);
  }

  Order cancelled(CancelRequest request) {
    return new Order(id, attempt, limit, secrets, Optional.of(request));
  }
}

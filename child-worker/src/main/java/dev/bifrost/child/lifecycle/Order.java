package dev.bifrost.child.lifecycle;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * An ID that a child was sent and is to run.
 *
 * @param id the execution
 * @param attempt its attempt, from 1
 * @param context the file in which its context stands; empty if that is where contexts are
 * @param limit how long it may run; empty if nothing was said, and its context decides
 * @param secrets what it may know; empty if nothing was said, which is not the same as none
 * @param cancelled who cancelled it while it waited; it is then answered and not run
 */
public record Order(
    ExecutionId id,
    int attempt,
    Optional<Path> context,
    Optional<Limit> limit,
    Optional<Secrets> secrets,
    Optional<CancelRequest> cancelled) {

  /**
   * The limit that the supervisor set.
   *
   * @param time empty for none
   */
  public record Limit(Optional<Duration> time) {}

  /** Of an ID about which nothing was said. */
  static Order of(ExecutionId id) {
    return new Order(id, 1, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  Order attempt(int number) {
    return new Order(id, number, context, limit, secrets, cancelled);
  }

  Order context(Path file) {
    return new Order(id, attempt, Optional.of(file), limit, secrets, cancelled);
  }

  Order limit(Limit set) {
    return new Order(id, attempt, context, Optional.of(set), secrets, cancelled);
  }

  Order secrets(Secrets given) {
    return new Order(id, attempt, context, limit, Optional.of(given), cancelled);
  }

  Order cancelled(CancelRequest request) {
    return new Order(id, attempt, context, limit, secrets, Optional.of(request));
  }
}

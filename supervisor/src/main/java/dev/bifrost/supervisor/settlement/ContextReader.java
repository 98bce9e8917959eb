package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.protocol.ExecutionResult.Failure;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.MalformedContextException;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.gate.Gate;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes terms of what stands in a context's key, and tells the gate whose code it is.
 *
 * @param settings the largest context that is read, and what holds where it says nothing
 * @param references finds the values of secrets
 */
record ContextReader(
    KeySpace keys, SettlementSettings settings, SecretReferences references, Gate gate) {

  /**
   * The terms.
   *
   * @param kind the Redis type of the key; {@code large} for a string that is too long
   * @param value the text, or its length if it is too long
   */
  Terms terms(Delivery delivery, String kind, String value) {
    return switch (kind) {
      case "string" -> read(delivery, value);
      case "none" ->
          refused(
              ErrorType.CONTEXT_NOT_FOUND,
              "Execution "
                  + delivery.id()
                  + " has no context: the key "
                  + keys.context(delivery.id())
                  + " does not exist or has expired. It is not run.");
      case "large" ->
          refused(
              ErrorType.MALFORMED_CONTEXT,
              "The context of execution "
                  + delivery.id()
                  + " is too large: it has "
                  + new ByteSize(Long.parseLong(value))
                  + ", allowed are "
                  + settings.contextLimit()
                  + ". It is not run.");
      default ->
          refused(
              ErrorType.MALFORMED_CONTEXT,
              "The context of execution "
                  + delivery.id()
                  + " is malformed: the key "
                  + keys.context(delivery.id())
                  + " must hold a string, but holds a "
                  + kind
                  + ". It is not run.");
    };
  }

  private Terms read(Delivery delivery, String value) {
    try {
      ExecutionContext context = ExecutionContext.parse(value);
      gate.passedUnasked(delivery, context.coordination());
      Optional<Duration> limit =
          context.namesTimeout()
              ? context.timeout()
              : settings.queues().of(delivery.queue()).timeout();
      return new Terms.Runnable(
          limit,
          !limit.equals(context.timeout()),
          context.retry(),
          references.resolve(context.secrets()),
          Optional.of(context.coordination().fingerprint()),
          context.trace());
    } catch (IllegalArgumentException e) {
      return refused(
          ErrorType.MALFORMED_CONTEXT,
          "Execution "
              + delivery.id()
              + " is not run: its secrets cannot be resolved: "
              + e.getMessage()
              + ".");
    } catch (MalformedContextException e) {
      return refused(
          ErrorType.MALFORMED_CONTEXT,
          "Execution " + delivery.id() + " is not run. " + e.getMessage());
    }
  }

  private static Terms refused(ErrorType type, String message) {
    return new Terms.Refused(Failure.of(type, message));
  }
}

package dev.bifrost.supervisor.client;

import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.MalformedContextException;
import dev.bifrost.protocol.QueueName;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An execution that is ready to be sent: everything in it has been checked.
 *
 * @param id its ID
 * @param queue where it goes
 * @param context its context, as JSON
 */
public record NewExecution(ExecutionId id, QueueName queue, String context) {

  /**
   * Checks a context.
   *
   * @param context as the contract wants it; its {@code execution_id} is the ID where there is one,
   *     else it is a new UUID
   * @param queue where it goes; empty for what the context says, or else its source
   * @throws IllegalArgumentException if anything in it is unfit; the message names every problem
   */
  public static NewExecution of(ObjectNode context, Optional<QueueName> queue) {
    JsonNode named = context.path("execution_id");
    ExecutionId id =
        new ExecutionId(named.isMissingNode() ? UUID.randomUUID().toString() : named.asString());
    try {
      ExecutionContext checked = ExecutionContext.parse(context.toString());
      return new NewExecution(
          id,
          queue
              .or(() -> Optional.ofNullable(checked.queue()))
              .or(() -> DeclaredQueue.in(checked.workflowCode()))
              .orElse(QueueName.DEFAULT),
          context.toString());
    } catch (MalformedContextException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}

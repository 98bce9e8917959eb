package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.MalformedContextException;
import dev.bifrost.protocol.QueueName;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One execution that is ready to be sent: everything in it has been checked.
 *
 * @param id its ID
 * @param queue where it goes
 * @param context its context, as JSON
 */
record Submission(ExecutionId id, QueueName queue, String context) {

  /**
   * Checks a context.
   *
   * @param source where it was written, for people
   * @param context as the contract wants it; its {@code execution_id} is the ID where there is one
   * @throws CommandFailure if anything in it is unfit; names every problem
   */
  static Submission of(String source, ObjectNode context, Optional<QueueName> queue) {
    try {
      JsonNode named = context.path("execution_id");
      ExecutionId id =
          new ExecutionId(named.isMissingNode() ? UUID.randomUUID().toString() : named.asString());
      ExecutionContext checked = ExecutionContext.parse(context.toString());
      return new Submission(
          id,
          queue.orElseGet(() -> Objects.requireNonNullElse(checked.queue(), QueueName.DEFAULT)),
          context.toString());
    } catch (MalformedContextException | IllegalArgumentException e) {
      throw refused(source, String.valueOf(e.getMessage()), e);
    }
  }

  static CommandFailure refused(String source, String reason, Exception cause) {
    return new CommandFailure(
        ExitCode.USAGE, source + " cannot be sent: " + reason + " Nothing was sent.", cause);
  }

  /**
   * Sends it.
   *
   * @param due when it is to run; empty for now
   * @throws CommandFailure if the ID is taken
   */
  void send(Client client, Optional<Due> due) {
    boolean sent =
        due.isPresent()
            ? client.schedule(id, queue, context, due.get())
            : client.submit(id, queue, context);
    if (!sent) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Another execution has the ID "
              + id
              + ", and an ID runs once: this one was not sent. Choose another --id, or see \"bifrost"
              + " result "
              + id
              + "\".");
    }
  }
}

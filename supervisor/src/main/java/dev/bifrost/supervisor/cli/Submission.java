package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.Executions;
import dev.bifrost.supervisor.client.NewExecution;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.node.ObjectNode;

/**
 * One execution that the command line sends.
 *
 * @param execution what is sent
 */
record Submission(NewExecution execution) {

  /**
   * Checks a context.
   *
   * @param source where it was written, for people
   * @param context as the contract wants it; its {@code execution_id} is the ID where there is one
   * @throws CommandFailure if anything in it is unfit; names every problem
   */
  static Submission of(String source, ObjectNode context, Optional<QueueName> queue) {
    try {
      return new Submission(NewExecution.of(context, queue));
    } catch (IllegalArgumentException e) {
      throw refused(source, String.valueOf(e.getMessage()), e);
    }
  }

  static CommandFailure refused(String source, String reason, Exception cause) {
    return new CommandFailure(
        ExitCode.USAGE, source + " cannot be sent: " + reason + " Nothing was sent.", cause);
  }

  ExecutionId id() {
    return execution.id();
  }

  QueueName queue() {
    return execution.queue();
  }

  /**
   * Sends it.
   *
   * @param due when it is to run; empty for now
   * @throws CommandFailure if the ID is taken
   */
  void send(Client client, Optional<Due> due) {
    if (!client.answer(post(client, due))) {
      throw new CommandFailure(ExitCode.USAGE, taken());
    }
  }

  /** Sends it; the answer comes later and is false if the ID is taken. */
  CompletionStage<Boolean> post(Client client, Optional<Due> due) {
    Executions executions = client.executions();
    return due.isPresent()
        ? executions.schedule(execution, due.get()::from)
        : executions.submit(execution);
  }

  /** What is said if the ID is taken. */
  String taken() {
    return "Another execution has the ID "
        + id()
        + ", and an ID runs once: this one was not sent. Choose another --id, or see \"bifrost"
        + " result "
        + id()
        + "\".";
  }

  /** Says that it was sent. */
  void print(Output output) {
    if (output.json()) {
      output.compact(Json.object().put("execution_id", id().value()).put("queue", queue().value()));
    } else {
      output.line(id().value());
    }
  }
}

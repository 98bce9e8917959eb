package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.client.Executions;
import dev.bifrost.supervisor.settlement.DeadLetters.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The dead letters, as one operator handles them. Blocks until Redis has answered. */
final class Graveyard {

  private final Client client;
  private final Executions executions;
  private final String by;

  Graveyard(Client client, String by) {
    this.client = client;
    this.executions = client.executions();
    this.by = by;
  }

  /**
   * Queues one again.
   *
   * @throws CommandFailure if it is none, or cannot run
   */
  void retry(ExecutionId id) {
    check(id, client.answer(executions.retry(queueOf(id), id, by)));
  }

  /**
   * Takes one off the list.
   *
   * @throws CommandFailure if it is none
   */
  void delete(ExecutionId id) {
    check(id, client.answer(executions.bury(queueOf(id), id, by)));
  }

  /** Queues all of a queue again, and says what became of each. */
  Map<ExecutionId, Outcome> retryAll(QueueName queue) {
    return forAll(queue, id -> executions.retry(queue, id, by));
  }

  /** Takes all of a queue off the list, and says what became of each. */
  Map<ExecutionId, Outcome> deleteAll(QueueName queue) {
    return forAll(queue, id -> executions.bury(queue, id, by));
  }

  /** Those of a queue, the oldest first. */
  List<ExecutionId> all(QueueName queue) {
    return client.commands().zrange(client.keys().dead(queue), 0, -1).stream()
        .map(ExecutionId::new)
        .toList();
  }

  private Map<ExecutionId, Outcome> forAll(
      QueueName queue, Function<ExecutionId, CompletionStage<Outcome>> action) {
    Map<ExecutionId, Outcome> outcomes = new LinkedHashMap<>();
    for (ExecutionId id : all(queue)) {
      outcomes.put(id, client.answer(action.apply(id)));
    }
    return outcomes;
  }

  private QueueName queueOf(ExecutionId id) {
    Optional<QueueName> queue = client.answer(executions.deadIn(id));
    if (queue.isEmpty() && !client.knows(id)) {
      throw Results.unknown(id);
    }
    return queue.orElse(QueueName.DEFAULT);
  }

  private void check(ExecutionId id, Outcome outcome) {
    switch (outcome) {
      case DONE -> {}
      case NOT_DEAD ->
          throw new CommandFailure(
              ExitCode.FAILED,
              "Execution "
                  + id
                  + " is no dead letter; it is "
                  + client.state(id).getOrDefault("status", "Pending")
                  + ". Nothing was done.");
      case EXPIRED ->
          throw new CommandFailure(
              ExitCode.FAILED,
              "Execution "
                  + id
                  + " cannot run again: its context has expired. It stays a dead letter; \"bifrost"
                  + " dead --delete "
                  + id
                  + "\" takes it off the list.");
    }
  }
}

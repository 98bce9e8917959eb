package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.settlement.DeadLetters.Outcome;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says what became of many dead letters.
 *
 * @param field the name in JSON for those with whom it was done
 * @param done the same for people, one clause
 */
record DeadReport(Output output, String field, String done) {

  /** Prints it; fails if one could not run. */
  ExitCode print(QueueName queue, Map<ExecutionId, Outcome> outcomes) {
    List<ExecutionId> succeeded = with(outcomes, Outcome.DONE);
    List<ExecutionId> expired = with(outcomes, Outcome.EXPIRED);
    if (output.json()) {
      ObjectNode json = Json.object().put("queue", queue.value());
      list(json.putArray(field), succeeded);
      list(json.putArray("expired"), expired);
      output.pretty(json);
    } else {
      output.line(succeeded.size() + " dead letters of " + queue + " are " + done + ".");
      if (!expired.isEmpty()) {
        output.note(
            expired.size()
                + " cannot run again, because their contexts have expired; they stay dead"
                + " letters: "
                + expired);
      }
    }
    return expired.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static List<ExecutionId> with(Map<ExecutionId, Outcome> outcomes, Outcome outcome) {
    return outcomes.entrySet().stream()
        .filter(entry -> entry.getValue() == outcome)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static void list(ArrayNode array, List<ExecutionId> ids) {
    ids.forEach(id -> array.add(id.value()));
  }
}

package dev.bifrost.supervisor.client;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.Status;
import io.lettuce.core.KeyValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One execution in a list.
 *
 * @param state what its state says, but for what only supervisors need
 */
public record ExecutionSummary(ExecutionId id, Status status, Map<String, String> state) {

  /** The fields of the state that are shown, in this order. */
  static final List<String> FIELDS =
      List.of(
          "status",
          "queue",
          "attempt",
          "max_attempts",
          "supervisor_id",
          "child_pid",
          "submitted_at",
          "due_at",
          "waiting_for",
          "started_at",
          "finished_at",
          "progress",
          "error_type",
          "cancel_requested_by",
          "cancel_reason");

  /** Copies the map. */
  public ExecutionSummary {
    state = new LinkedHashMap<>(state);
  }

  /**
   * Makes it of a state.
   *
   * @param queue where it was found
   * @param fields answer to {@link #FIELDS}
   */
  static ExecutionSummary of(ExecutionId id, String queue, List<KeyValue<String, String>> fields) {
    Map<String, String> state = new LinkedHashMap<>();
    fields.stream()
        .filter(KeyValue::hasValue)
        .forEach(field -> state.put(field.getKey(), field.getValue()));
    state.putIfAbsent("queue", queue);
    return new ExecutionSummary(id, status(state.get("status")), state);
  }

  /** Where it stands, by what a state says; {@code Pending} if no supervisor has seen it. */
  public static Status status(@Nullable String name) {
    return Stream.of(Status.values())
        .filter(status -> status.wireName().equals(name))
        .findFirst()
        .orElse(Status.PENDING);
  }

  String queue() {
    return state.getOrDefault("queue", "");
  }

  /** As the HTTP interface shows it. */
  public ObjectNode toJson() {
    ObjectNode json =
        Json.object().put("execution_id", id.value()).put("status", status.wireName());
    state.forEach(
        (field, value) -> {
          if (!field.equals("status")) {
            json.put(field, value);
          }
        });
    return json;
  }
}

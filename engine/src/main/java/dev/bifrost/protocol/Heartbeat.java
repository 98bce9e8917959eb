package dev.bifrost.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The changing part of a supervisor's heartbeat.
 *
 * @param status {@code starting}, {@code running} or {@code draining}
 * @param pools its pools
 * @param waiting executions that it holds and that wait for a child
 */
public record Heartbeat(String status, List<PoolEntry> pools, int waiting) {

  /** Copies the list. */
  public Heartbeat {
    pools = List.copyOf(pools);
  }

  /**
   * One pool.
   *
   * @param healthy whether children can be started
   * @param waitingFor what keeps work back, as {@code memory}; empty if nothing does
   */
  public record PoolEntry(
      String name,
      int min,
      int max,
      boolean healthy,
      Optional<String> waitingFor,
      List<ChildEntry> children) {

    /** Copies the list. */
    public PoolEntry {
      children = List.copyOf(children);
    }
  }

  /**
   * One child.
   *
   * @param state {@code starting}, {@code idle}, {@code busy} or {@code draining}
   * @param completed executions that it has answered
   */
  public record ChildEntry(
      String name,
      Optional<Long> pid,
      String state,
      Instant startedAt,
      int completed,
      Optional<ByteSize> resident,
      Optional<ExecutionEntry> execution) {}

  /** What a busy child runs. */
  public record ExecutionEntry(
      ExecutionId id, Instant startedAt, Duration elapsed, Optional<Duration> timeout) {}

  /**
   * What does not change while a supervisor lives.
   *
   * @param name for people
   */
  public record Identity(
      String supervisorId,
      String name,
      String hostname,
      long pid,
      String version,
      Instant startedAt,
      List<QueueName> queues) {

    /** Copies the list. */
    public Identity {
      queues = List.copyOf(queues);
    }
  }

  /**
   * The whole heartbeat as it stands in Redis.
   *
   * @param counters by name; {@code taken} and {@code refused} belong to the admission
   */
  public JsonText toJson(Identity identity, Instant now, Map<String, Long> counters) {
    ObjectNode json =
        Json.object()
            .put("supervisor_id", identity.supervisorId())
            .put("name", identity.name())
            .put("hostname", identity.hostname())
            .put("pid", identity.pid())
            .put("version", identity.version())
            .put("started_at", Json.time(identity.startedAt()))
            .put("timestamp", Json.time(now))
            .put("status", status);
    ArrayNode queues = json.putArray("queues");
    identity.queues().forEach(queue -> queues.add(queue.value()));
    ArrayNode entries = json.putArray("pools");
    pools.forEach(pool -> entries.add(pool(pool)));
    json.putObject("admission")
        .put("taken", counters.getOrDefault("taken", 0L))
        .put("refused", counters.getOrDefault("refused", 0L))
        .put("waiting", waiting);
    ObjectNode counts = json.putObject("counters");
    counters.forEach(
        (name, count) -> {
          if (!name.equals("taken") && !name.equals("refused")) {
            counts.put(name, count);
          }
        });
    return JsonText.of(json);
  }

  private static ObjectNode pool(PoolEntry pool) {
    ObjectNode json =
        Json.object()
            .put("name", pool.name())
            .put("min", pool.min())
            .put("max", pool.max())
            .put("healthy", pool.healthy());
    pool.waitingFor().ifPresent(what -> json.put("waiting_for", what));
    ArrayNode children = json.putArray("children");
    pool.children().forEach(child -> children.add(child(child)));
    return json;
  }

  private static ObjectNode child(ChildEntry child) {
    ObjectNode json = Json.object().put("name", child.name());
    child.pid().ifPresent(pid -> json.put("pid", pid));
    json.put("state", child.state())
        .put("started_at", Json.time(child.startedAt()))
        .put("executions_completed", child.completed());
    child.resident().ifPresent(size -> json.put("rss_bytes", size.bytes()));
    child.execution().ifPresent(execution -> json.set("execution", execution(execution)));
    return json;
  }

  private static ObjectNode execution(ExecutionEntry execution) {
    ObjectNode json =
        Json.object()
            .put("execution_id", execution.id().value())
            .put("started_at", Json.time(execution.startedAt()))
            .put("elapsed_ms", execution.elapsed().toMillis());
    execution.timeout().ifPresent(limit -> json.put("timeout_seconds", Json.seconds(limit)));
    return json;
  }
}

package dev.bifrost.protocol;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of results, as it stands in Redis and, less the provenance, on the pipe. */
public final class ResultJson {

  private ResultJson() {}

  /** The terminal result as clients read it. */
  public static JsonText write(ExecutionResult result, Provenance provenance) {
    ObjectNode json = Json.object();
    writeInto(json, result);
    json.put("worker_id", provenance.workerId());
    json.put("supervisor_id", provenance.supervisorId());
    json.put("child_pid", provenance.childPid());
    json.put("attempt", provenance.attempt());
    json.put("queue", provenance.queue().value());
    json.put("submitted_at", Json.time(provenance.submittedAt()));
    json.put("started_at", time(provenance.startedAt()));
    json.put("finished_at", Json.time(provenance.finishedAt()));
    if (provenance.trace() != null) {
      json.put("traceparent", provenance.trace().text());
    }
    return JsonText.of(json);
  }

  /**
   * The result of one execution, given to another one with the same idempotency key.
   *
   * @param original what {@link #write} wrote for the one that ran
   * @param id the one that did not run
   * @param where its own queue and times; child, supervisor and attempt stay those that ran
   * @throws IllegalArgumentException if the original is no result
   */
  public static AdoptedResult adopt(String original, ExecutionId id, Provenance where) {
    JsonNode node;
    try {
      node = Json.read(original);
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException("It is not valid JSON: " + e.getMessage(), e);
    }
    if (!(node instanceof ObjectNode json)) {
      throw new IllegalArgumentException("It is no JSON object");
    }
    json.put("idempotent_of", text(json, "execution_id"));
    json.put("execution_id", id.value());
    json.put("queue", where.queue().value());
    json.put("submitted_at", Json.time(where.submittedAt()));
    json.put("finished_at", Json.time(where.finishedAt()));
    return new AdoptedResult(read(json), JsonText.of(json));
  }

  static void writeInto(ObjectNode json, ExecutionResult result) {
    json.put("execution_id", result.id().value());
    json.put("status", result.status().wireName());
    json.put("success", result.status().isSuccess());
    Json.putRaw(json, "result", result.result());
    ExecutionResult.Failure failure = result.failure();
    json.put("error", failure == null ? null : failure.message());
    json.put("error_type", failure == null ? null : failure.type());
    json.put("duration_ms", result.duration().toMillis());
    ArrayNode logs = json.putArray("logs");
    result.logs().forEach(line -> logs.add(line(line)));
    json.put("logs_truncated", result.logsTruncated());
    Json.putRaw(json, "variables", result.variables());
    json.set("metrics", usage(result.usage()));
    if (result.death() != null) {
      json.set("death", death(result.death()));
    }
    if (!result.warnings().isEmpty()) {
      ArrayNode warnings = json.putArray("warnings");
      result.warnings().forEach(warnings::add);
    }
  }

  /**
   * Reads what {@link #writeInto} wrote.
   *
   * @throws IllegalArgumentException if a field is missing or unfit
   */
  static ExecutionResult read(ObjectNode json) {
    String error = textOrNull(json, "error");
    String errorType = textOrNull(json, "error_type");
    Duration duration = value(json, "duration_ms", ms -> Duration.ofMillis(ms.asLong()));
    List<LogLine> logs = new ArrayList<>();
    json.path("logs").forEach(line -> logs.add(readLine(line)));
    List<String> warnings = new ArrayList<>();
    json.path("warnings").forEach(warning -> warnings.add(warning.asString()));
    return new ExecutionResult(
        new ExecutionId(text(json, "execution_id")),
        WireNamed.parse(Status.class, text(json, "status")),
        JsonText.of(json.path("result").isMissingNode() ? json.nullNode() : json.path("result")),
        error == null || errorType == null ? null : new ExecutionResult.Failure(error, errorType),
        duration == null ? Duration.ZERO : duration,
        logs,
        json.path("logs_truncated").asBoolean(false),
        JsonText.of(json.path("variables").isObject() ? json.path("variables") : Json.object()),
        readUsage(json.path("metrics")),
        json.path("death").isObject() ? readDeath(json.path("death")) : null,
        warnings);
  }

  public static ObjectNode line(LogLine line) {
    return Json.object()
        .put("timestamp", Json.time(line.timestamp()))
        .put("level", line.level())
        .put("logger", line.logger())
        .put("message", line.message())
        .put("source", line.source().wireName());
  }

  static LogLine readLine(JsonNode json) {
    try {
      return new LogLine(
          Instant.parse(text(json, "timestamp")),
          text(json, "level"),
          text(json, "logger"),
          text(json, "message"),
          WireNamed.parse(LogSource.class, text(json, "source")));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("timestamp: " + e.getMessage(), e);
    }
  }

  private static ObjectNode usage(ResourceUsage usage) {
    ObjectNode json = Json.object();
    putSeconds(json, "cpu_user_seconds", usage.cpuUser());
    putSeconds(json, "cpu_system_seconds", usage.cpuSystem());
    putSeconds(json, "cpu_total_seconds", usage.cpuTotal());
    putBytes(json, "peak_memory_bytes", usage.peakMemory());
    putBytes(json, "peak_heap_bytes", usage.peakHeap());
    putBytes(json, "allocated_bytes", usage.allocated());
    if (usage.gcCount() != null) {
      json.put("gc_count", usage.gcCount());
    }
    putSeconds(json, "gc_seconds", usage.gcTime());
    putBytes(json, "process_rss_bytes", usage.residentMemory());
    putBytes(json, "heap_after_gc_bytes", usage.heapAfterGc());
    if (usage.queueWait() != null) {
      json.put("queue_wait_ms", usage.queueWait().toMillis());
    }
    return json;
  }

  private static ResourceUsage readUsage(JsonNode json) {
    return new ResourceUsage(
        seconds(json, "cpu_user_seconds"),
        seconds(json, "cpu_system_seconds"),
        seconds(json, "cpu_total_seconds"),
        bytes(json, "peak_memory_bytes"),
        bytes(json, "peak_heap_bytes"),
        bytes(json, "allocated_bytes"),
        value(json, "gc_count", JsonNode::asLong),
        seconds(json, "gc_seconds"),
        bytes(json, "process_rss_bytes"),
        bytes(json, "heap_after_gc_bytes"),
        value(json, "queue_wait_ms", wait -> Duration.ofMillis(wait.asLong())));
  }

  private static ObjectNode death(Death death) {
    ObjectNode json = Json.object().put("cause", death.cause().wireName());
    if (death.exitCode() != null) {
      json.put("exit_code", death.exitCode());
    }
    putText(json, "signal", death.signal());
    json.put("message", death.message());
    putText(json, "thread_dump", death.threadDump());
    putText(json, "crash_report", death.crashReport());
    putText(json, "last_output", death.lastOutput());
    return json;
  }

  private static Death readDeath(JsonNode json) {
    return new Death(
        WireNamed.parse(DeathCause.class, text(json, "cause")),
        value(json, "exit_code", JsonNode::asInt),
        textOrNull(json, "signal"),
        text(json, "message"),
        textOrNull(json, "thread_dump"),
        textOrNull(json, "crash_report"),
        textOrNull(json, "last_output"));
  }

  static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isString()) {
      throw new IllegalArgumentException("\"" + field + "\" must be text");
    }
    return value.asString();
  }

  private static @Nullable String textOrNull(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isString() ? value.asString() : null;
  }

  private static <T> @Nullable T value(JsonNode json, String field, Function<JsonNode, T> reader) {
    JsonNode value = json.path(field);
    return value.isNumber() ? reader.apply(value) : null;
  }

  private static @Nullable Duration seconds(JsonNode json, String field) {
    return value(json, field, node -> Json.ofSeconds(node.decimalValue()));
  }

  private static @Nullable ByteSize bytes(JsonNode json, String field) {
    return value(json, field, node -> new ByteSize(node.asLong()));
  }

  private static void putSeconds(ObjectNode json, String field, @Nullable Duration duration) {
    if (duration != null) {
      json.put(field, Json.seconds(duration));
    }
  }

  private static void putBytes(ObjectNode json, String field, @Nullable ByteSize size) {
    if (size != null) {
      json.put(field, size.bytes());
    }
  }

  private static void putText(ObjectNode json, String field, @Nullable String text) {
    if (text != null) {
      json.put(field, text);
    }
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : Json.time(instant);
  }
}

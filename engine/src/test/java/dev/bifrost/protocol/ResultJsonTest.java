package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The result as clients read it. */
final class ResultJsonTest {

  private static final Provenance PROVENANCE =
      new Provenance(
          "child-1",
          "s1",
          42L,
          2,
          new QueueName("mail"),
          Instant.parse("2026-01-31T10:00:00Z"),
          Instant.parse("2026-01-31T10:00:00.001999Z"),
          Instant.parse("2026-01-31T10:00:01.5Z"));

  private static List<String> names(JsonNode object) {
    return List.copyOf(object.propertyNames());
  }

  @Test
  void everyFieldOfTheContractIsThere() throws MalformedJsonException {
    JsonNode json = Json.read(ResultJson.write(MessageCodecTest.fullResult(), PROVENANCE).text());

    assertEquals(
        List.of(
            "execution_id",
            "status",
            "success",
            "result",
            "error",
            "error_type",
            "duration_ms",
            "logs",
            "logs_truncated",
            "variables",
            "metrics",
            "death",
            "warnings",
            "worker_id",
            "supervisor_id",
            "child_pid",
            "attempt",
            "queue",
            "submitted_at",
            "started_at",
            "finished_at"),
        names(json));
    assertEquals(
        List.of(
            "cpu_user_seconds",
            "cpu_system_seconds",
            "cpu_total_seconds",
            "peak_memory_bytes",
            "peak_heap_bytes",
            "allocated_bytes",
            "gc_count",
            "gc_seconds",
            "process_rss_bytes",
            "heap_after_gc_bytes",
            "queue_wait_ms"),
        names(json.get("metrics")));
    assertEquals(
        List.of(
            "cause",
            "exit_code",
            "signal",
            "message",
            "thread_dump",
            "crash_report",
            "last_output"),
        names(json.get("death")));
    assertEquals(
        List.of("timestamp", "level", "logger", "message", "source"),
        names(json.get("logs").get(0)));
  }

  @Test
  void timesAreUtcWithMillisecondsAndUnitsAreInNames() throws MalformedJsonException {
    JsonNode json = Json.read(ResultJson.write(MessageCodecTest.fullResult(), PROVENANCE).text());

    assertEquals("2026-01-31T10:00:00.000Z", json.get("submitted_at").asString());
    assertEquals("2026-01-31T10:00:00.001Z", json.get("started_at").asString());
    assertEquals("2026-01-31T10:00:01.500Z", json.get("finished_at").asString());
    assertEquals("0.300000001", json.get("metrics").get("cpu_total_seconds").toString());
    assertEquals("1234", json.get("duration_ms").toString());
    assertEquals("{\"exit_code\":7}", json.get("result").toString());
  }

  @Test
  void aSuccessHasNoErrorAndNoDeath() throws MalformedJsonException {
    JsonNode json = Json.read(ResultJson.write(MessageCodecTest.plainResult(), PROVENANCE).text());

    assertTrue(json.get("success").asBoolean());
    assertTrue(json.get("error").isNull() && json.get("error_type").isNull());
    assertTrue(json.get("result").isNull());
    assertTrue(!json.has("death"));
    assertEquals("{}", json.get("metrics").toString());
  }

  @Test
  void onlyFittingPartsMakeAResult() {
    ExecutionId id = MessageCodecTest.ID;
    ExecutionResult.Failure failure = new ExecutionResult.Failure("no", "X");

    assertThrows(
        IllegalArgumentException.class, () -> ExecutionResult.failed(id, Status.RUNNING, failure));
    assertThrows(
        IllegalArgumentException.class, () -> ExecutionResult.failed(id, Status.SUCCESS, failure));
  }

  @Test
  void whatIsReplacedIsReplacedAlone() {
    ExecutionResult result = MessageCodecTest.plainResult();

    assertEquals(Duration.ofMillis(5), result.withDuration(Duration.ofMillis(5)).duration());
    assertEquals(List.of("w"), result.withWarnings(List.of("w")).warnings());
    assertEquals(result, result.withWarnings(List.of("w")).withWarnings(List.of()));
    Death death = Death.of(DeathCause.EXIT, "left");
    assertEquals(death, result.withDeath(death).death());
  }
}

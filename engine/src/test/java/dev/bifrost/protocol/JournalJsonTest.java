package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The wire format of journals is public: these lines are its review. */
final class JournalJsonTest {

  private static final ExecutionResult FAILED =
      ExecutionResult.failed(
          new ExecutionId("x"), Status.FAILED, new ExecutionResult.Failure("it broke", "a.Broken"));

  @Test
  void aLogLineHasTheFieldsThatItHasInAResult() {
    assertEquals(
        "{\"timestamp\":\"1970-01-01T00:00:00.000Z\",\"level\":\"INFO\",\"logger\":\"stdout\","
            + "\"message\":\"hello\",\"source\":\"stdout\",\"attempt\":2,\"sequence\":7}",
        JournalJson.log(2, 7, LogLine.printed(Instant.EPOCH, LogSource.STDOUT, "hello")).text());
  }

  @Test
  void progressHasItsFraction() {
    assertEquals(
        "{\"attempt\":1,\"sequence\":3,\"fraction\":0.5,\"message\":\"half\"}",
        JournalJson.progress(1, 3, 0.5, "half").text());
  }

  @Test
  void aDispatchNamesTheChild() {
    assertEquals(
        "{\"attempt\":1,\"sequence\":1,\"worker_id\":\"child-1\",\"child_pid\":4711}",
        JournalJson.dispatched(1, 1, "child-1", 4711).text());
  }

  @Test
  void aRetrySaysWhyAndWhen() {
    assertEquals(
        "{\"attempt\":1,\"reason\":\"it failed\",\"error_type\":\"a.Broken\","
            + "\"error\":\"it broke\",\"delay_ms\":1500}",
        JournalJson.retry(1, FAILED.failure(), Duration.ofMillis(1500), "it failed").text());
    assertEquals(
        "{\"attempt\":1,\"reason\":\"the supervisor stops\",\"delay_ms\":0}",
        JournalJson.retry(1, null, Duration.ZERO, "the supervisor stops").text());
  }

  @Test
  void theEndCarriesTheStatus() {
    assertEquals(
        "{\"attempt\":1,\"status\":\"Failed\",\"success\":false,\"error_type\":\"a.Broken\","
            + "\"error\":\"it broke\",\"duration_ms\":0,"
            + "\"finished_at\":\"1970-01-01T00:00:00.000Z\"}",
        JournalJson.finished(1, FAILED, Instant.EPOCH).text());
  }

  @Test
  void aLongErrorIsCutToItsHead() {
    ExecutionResult.Failure failure = new ExecutionResult.Failure("e".repeat(5_000), "a.Broken");

    String json = JournalJson.retry(1, failure, Duration.ZERO, "it failed").text();

    assertTrue(json.contains("\"error\":\"" + "e".repeat(1_000) + "…\""));
  }
}

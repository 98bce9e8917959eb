package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

  private static final String TEXT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void comesFromTheContextIntoTheResult() throws MalformedContextException {
    TraceParent trace =
        ExecutionContext.parse("{\"function_name\":\"A\",\"traceparent\":\"" + TEXT + "\"}")
            .trace()
            .orElseThrow();

    assertEquals("4bf92f3577b34da6a3ce929d0e0e4736", trace.traceId());
    ExecutionId id = new ExecutionId("x");
    String result =
        ResultJson.write(
                ExecutionResult.failed(
                    id, Status.FAILED, new ExecutionResult.Failure("It failed.", "X")),
                new Provenance(
                    null,
                    "s",
                    null,
                    1,
                    QueueName.DEFAULT,
                    Instant.EPOCH,
                    null,
                    Instant.EPOCH,
                    trace))
            .text();
    assertTrue(result.contains("\"traceparent\":\"" + TEXT + "\""), result);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "4bf92f3577b34da6a3ce929d0e0e4736"
      })
  void whatIsNoneIsAsIfItWereNotThere(String text) {
    assertEquals(Optional.empty(), TraceParent.parse(text));
  }
}

package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ChildMessage.Declared;
import dev.bifrost.protocol.ChildMessage.Exiting;
import dev.bifrost.protocol.ChildMessage.Goodbye;
import dev.bifrost.protocol.ChildMessage.Kind;
import dev.bifrost.protocol.ChildMessage.Log;
import dev.bifrost.protocol.ChildMessage.Progress;
import dev.bifrost.protocol.ChildMessage.Ready;
import dev.bifrost.protocol.ChildMessage.Result;
import dev.bifrost.protocol.ChildMessage.Signalled;
import dev.bifrost.protocol.ChildMessage.Started;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire format is public: its golden lines stand in {@code messages.jsonl}. */
final class MessageCodecTest {

  static final ExecutionId ID = new ExecutionId("x-1");
  static final Instant TIME = Instant.parse("2026-01-31T10:00:00.123Z");

  static ExecutionResult fullResult() {
    return new ExecutionResult(
        ID,
        Status.FAILED,
        new JsonText("{\"exit_code\":7}"),
        ExecutionResult.Failure.of(ErrorType.COMMAND_FAILED, "exit code 7"),
        Duration.ofMillis(1_234),
        List.of(new LogLine(TIME, "WARN", "stderr", "oh\n\u001e", LogSource.STDERR)),
        true,
        new JsonText("{\"n\":1}"),
        new ResourceUsage(
            Duration.ofMillis(250),
            Duration.ofMillis(50),
            Duration.ofNanos(300_000_001),
            new ByteSize(1_000),
            new ByteSize(500),
            new ByteSize(12_345_678_901L),
            2L,
            Duration.ofMillis(3),
            new ByteSize(900),
            new ByteSize(400),
            Duration.ofMillis(7)),
        new Death(DeathCause.KILLED, 137, "SIGKILL", "Killed.", "dump", "report", "tail"),
        List.of("left a thread"));
  }

  static ExecutionResult plainResult() {
    return new ExecutionResult(
        ID,
        Status.SUCCESS,
        JsonText.NULL,
        null,
        Duration.ZERO,
        List.of(),
        false,
        JsonText.EMPTY_OBJECT,
        ResourceUsage.UNKNOWN,
        null,
        List.of());
  }

  static List<ChildMessage> all() {
    return List.of(
        new Ready(42, "0.1.0", Duration.ofMillis(120)),
        new Started(ID),
        new Log(ID, new LogLine(TIME, "INFO", "a.B", "größe 💥 \u001e\n\"", LogSource.LOG)),
        new Progress(ID, 0.25, "reading"),
        new Declared(ID, Duration.ofSeconds(90), null),
        new Declared(ID, null, 3),
        new Signalled(ID, "approved"),
        new Result(plainResult(), null),
        new Result(fullResult(), "the heap"),
        new Exiting("at A.b"),
        new Goodbye("end of input", List.of(ID, new ExecutionId("x-2"))));
  }

  @Test
  void messagesAreWrittenAsTheGoldenLines() throws IOException {
    List<String> lines = all().stream().map(MessageCodecTest::text).toList();

    assertEquals(golden(), lines);
  }

  @Test
  void theGoldenLinesAreRead() throws IOException, MalformedJsonException {
    List<ChildMessage> messages = new java.util.ArrayList<>();
    for (String line : golden()) {
      messages.add(decode(line));
    }

    assertEquals(all(), messages);
  }

  @Test
  void everyKindHasAGoldenLine() {
    Set<Kind> kinds = all().stream().map(ChildMessage::kind).collect(Collectors.toSet());

    assertEquals(EnumSet.allOf(Kind.class), kinds);
  }

  @Test
  void neitherFrameByteOccursWithinAMessage() {
    for (ChildMessage message : all()) {
      byte[] bytes = MessageCodec.encode(message);

      assertEquals(MessageCodec.START, bytes[0]);
      assertEquals(MessageCodec.END, bytes[bytes.length - 1]);
      for (byte inside : Arrays.copyOfRange(bytes, 1, bytes.length - 1)) {
        assertTrue(inside != MessageCodec.START && inside != MessageCodec.END);
      }
    }
  }

  @Test
  void unknownFieldsAreIgnored() throws MalformedJsonException {
    assertEquals(
        new Started(ID), decode("{\"type\":\"started\",\"execution_id\":\"x-1\",\"new\":{}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"type\":7}",
        "{\"type\":\"unheard\"}",
        "{\"type\":\"started\"}",
        "{\"type\":\"started\",\"execution_id\":\"a b\"}",
        "{\"type\":\"ready\",\"pid\":\"1\",\"version\":\"v\",\"startup_ms\":1}",
        "{\"type\":\"ready\",\"pid\":1e99,\"version\":\"v\",\"startup_ms\":1}",
        "{\"type\":\"ready\",\"pid\":1,\"version\":\"v\",\"startup_ms\":1e999999999}",
        "{\"type\":\"progress\",\"execution_id\":\"a\",\"fraction\":1e999999999,\"message\":\"\"}",
        "{\"type\":\"log\",\"execution_id\":\"a\",\"timestamp\":\"now\",\"level\":\"INFO\","
            + "\"logger\":\"\",\"message\":\"\",\"source\":\"log\"}",
        "{\"type\":\"result\",\"execution_id\":\"a\",\"status\":\"Running\"}",
        "{\"type\":\"result\",\"execution_id\":\"a\",\"status\":\"Failed\"}",
        "{\"type\":\"result\",\"execution_id\":\"a\",\"status\":\"Success\",\"duration_ms\":1e99}",
        "{\"type\":\"result\",\"execution_id\":\"a\",\"status\":\"Success\","
            + "\"metrics\":{\"gc_seconds\":1e2147483647}}",
        "{\"type\":\"result\",\"execution_id\":\"a\",\"status\":\"Success\","
            + "\"metrics\":{\"gc_seconds\":1e60}}",
        "{\"type\":\"result\",\"execution_id\":\"a\",\"status\":\"Success\","
            + "\"metrics\":{\"gc_count\":1e60}}",
        "{\"type\":\"result\",\"execution_id\":\"a\",\"status\":\"Success\","
            + "\"metrics\":{\"peak_heap_bytes\":-1}}",
        "{\"type\":\"goodbye\",\"reason\":\"r\",\"untouched\":[7]}",
        "{\"type\":\"goodbye\",\"reason\":\"r\",\"untouched\":[{}]}",
      })
  @Timeout(5)
  void whatIsNoMessageIsRefused(String json) {
    assertThrows(MalformedJsonException.class, () -> decode(json));
  }

  private static String text(ChildMessage message) {
    byte[] bytes = MessageCodec.encode(message);
    return new String(bytes, 1, bytes.length - 2, StandardCharsets.UTF_8);
  }

  private static ChildMessage decode(String json) throws MalformedJsonException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return MessageCodec.decode(bytes, bytes.length);
  }

  private static List<String> golden() throws IOException {
    try (InputStream input =
        MessageCodecTest.class.getResourceAsStream("/protocol/messages.jsonl")) {
      if (input == null) {
        throw new AssertionError("no golden lines");
      }
      return new String(input.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}

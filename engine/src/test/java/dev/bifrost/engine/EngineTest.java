package dev.bifrost.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.DeathCause;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.LogSource;
import dev.bifrost.protocol.Status;
import dev.bifrost.workflow.Execution;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EngineTest {

  private final EngineFixture fixture = EngineFixture.ofTests();

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Workflows that end in every way. */
  // They are here to throw and to overflow; no code of ours calls them.
  @SuppressWarnings({"DoNotCallSuggester", "InfiniteRecursion"})
  public static final class Ends {

    static final CompletableFuture<Boolean> STREAM_CLOSED = new CompletableFuture<>();

    public static void nothing() {}

    public record Sum(int total, List<String> parts) {}

    public static Sum record() {
      return new Sum(3, List.of("a", "b"));
    }

    public static Map<String, Object> notQuite() {
      return Map.of("success", false);
    }

    public static Map<String, Object> falseAsText() {
      return Map.of("success", "false");
    }

    public static List<Map<String, Object>> falseWithin() {
      return List.of(Map.of("success", false));
    }

    public static Optional<String> present() {
      return Optional.of("x");
    }

    public static Optional<String> empty() {
      return Optional.empty();
    }

    public static CompletableFuture<Optional<Integer>> later() {
      return CompletableFuture.supplyAsync(() -> Optional.of(7));
    }

    public static CompletableFuture<Object> laterFailing() {
      return CompletableFuture.supplyAsync(
          () -> {
            throw new IllegalStateException("later");
          });
    }

    public static Stream<Integer> stream() {
      return Stream.of(1, 2, 3).onClose(() -> STREAM_CLOSED.complete(true));
    }

    public static IntStream endless() {
      return IntStream.iterate(0, i -> i + 1);
    }

    public static int[] cyclic() {
      throw new IllegalStateException("outer", new IOException("inner"));
    }

    public static Object self() {
      Object[] self = new Object[1];
      self[0] = self;
      return self;
    }

    public static final class Thrower {
      public String getName() {
        throw new IllegalStateException("no name");
      }
    }

    public static final class Closed {
      private final int total = 1;

      @Override
      public int hashCode() {
        return total;
      }

      @Override
      public boolean equals(@Nullable Object other) {
        return other instanceof Closed;
      }
    }

    public static Object closed() {
      return new Closed();
    }

    public static Object thrower() {
      return new Thrower();
    }

    public static Object sameKeys() {
      return Map.of(1, "a", "1", "b");
    }

    public static Object longNumber() {
      return BigInteger.TEN.pow(2_000);
    }

    public static Object huge() {
      return "x".repeat(9 << 20);
    }

    public static void suppressed() throws IOException {
      try (Closeable failing =
          () -> {
            throw new IOException("close");
          }) {
        throw new IllegalArgumentException("body of " + failing.getClass().isSynthetic());
      }
    }

    public static final class Rude extends RuntimeException {
      @Override
      public @Nullable String getMessage() {
        throw new IllegalStateException("no message");
      }

      @Override
      public String toString() {
        throw new IllegalStateException("no text");
      }
    }

    public static void rude() {
      throw new Rude();
    }

    public static void heap() {
      throw new OutOfMemoryError("Java heap space");
    }

    public static void wrappedMetaspace() {
      throw new IllegalStateException(new OutOfMemoryError("Metaspace"));
    }

    public static void direct() {
      throw new OutOfMemoryError("Cannot reserve 10 bytes of direct buffer memory");
    }

    public static void threads() {
      throw new OutOfMemoryError("unable to create native thread: possibly out of memory");
    }

    public static int recursion() {
      return 1 + recursion();
    }

    public static void assertion() {
      throw new AssertionError("expected");
    }

    public static void overflowInThread() throws InterruptedException {
      Thread thread = new Thread(Ends::recursion, "deep");
      thread.start();
      thread.join();
      new CountDownLatch(1).await();
    }

    public static String exceptionInThread() throws InterruptedException {
      Thread thread =
          new Thread(
              () -> {
                throw new IllegalStateException("aside");
              },
              "aside");
      thread.start();
      thread.join();
      return "fine";
    }
  }

  /** A class that cannot be initialised. */
  public static final class Uninitialisable {
    static final int VALUE = Integer.parseInt("none");

    public static int run() {
      return VALUE;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing | Success | null",
        "record | Success | {\"total\":3,\"parts\":[\"a\",\"b\"]}",
        "notQuite | CompletedWithErrors | {\"success\":false}",
        "falseAsText | Success | {\"success\":\"false\"}",
        "falseWithin | Success | [{\"success\":false}]",
        "present | Success | \"x\"",
        "empty | Success | null",
        "later | Success | 7",
        "stream | Success | [1,2,3]",
      })
  void whatAWorkflowReturnsIsItsResult(String method, String status, String json) {
    Completion completion = fixture.complete(EngineFixture.context(Ends.class, method));

    assertEquals(status, completion.result().status().wireName());
    assertEquals(json, completion.result().result().text());
    assertEquals(Optional.empty(), completion.retire());
    assertEquals("{}", completion.result().variables().text());
  }

  @Test
  void aReturnedStreamIsClosed() {
    fixture.run(EngineFixture.context(Ends.class, "stream"));

    assertTrue(Ends.STREAM_CLOSED.isDone());
  }

  @ParameterizedTest
  @ValueSource(strings = {"self", "thrower", "sameKeys", "longNumber", "closed"})
  void aResultThatCannotBeWrittenFails(String method) {
    ExecutionResult result = fixture.run(EngineFixture.context(Ends.class, method));

    assertFailure(result, "ResultNotSerializable", "cannot be written as JSON");
  }

  @Test
  void aResultOverTheLimitFailsWithBothSizes() {
    ExecutionResult result = fixture.run(EngineFixture.context(Ends.class, "huge"));

    assertFailure(result, "ResultTooLarge", "9.0 MiB of JSON, and 8.0 MiB are allowed");
  }

  @Test
  void anEndlessResultIsGivenUp() {
    ExecutionResult result = fixture.run(EngineFixture.context(Ends.class, "endless"));

    assertFailure(result, "ResultTooLarge", "more than");
  }

  @Test
  void anExceptionOfTheWorkflowIsItsFailure() {
    ExecutionResult result = fixture.run(EngineFixture.context(Ends.class, "cyclic"));

    ExecutionResult.Failure failure = assertFailure(result, "java.lang.IllegalStateException", "");
    List<String> lines = failure.message().lines().toList();
    assertEquals("outer", lines.get(0));
    assertEquals("java.lang.IllegalStateException: outer", lines.get(1));
    assertTrue(lines.get(2).contains("EngineTest$Ends.cyclic"), failure.message());
    assertEquals("Caused by: java.io.IOException: inner", lines.get(3));
    assertFalse(failure.message().contains("EntryPoint"), failure.message());
    assertFalse(failure.message().contains("reflect"), failure.message());
    assertNull(result.death());
  }

  @Test
  void suppressedExceptionsAreInTheTrace() {
    ExecutionResult result = fixture.run(EngineFixture.context(Ends.class, "suppressed"));

    assertFailure(
        result, "java.lang.IllegalArgumentException", "\tSuppressed: java.io.IOException: close");
  }

  @Test
  void anExceptionOfAStageIsTheWorkflowsOwn() {
    ExecutionResult result = fixture.run(EngineFixture.context(Ends.class, "laterFailing"));

    assertFailure(result, "java.lang.IllegalStateException", "later");
    assertFalse(String.valueOf(result.failure()).contains(CompletionException.class.getName()));
  }

  @Test
  void anExceptionThatThrowsWhenAskedIsStillAFailure() {
    ExecutionResult result = fixture.run(EngineFixture.context(Ends.class, "rude"));

    assertFailure(result, Ends.Rude.class.getName(), "its toString() threw");
  }

  @Test
  void anErrorThatIsNoneOfTheJvmsIsAFailureLikeAnyOther() {
    Completion completion = fixture.complete(EngineFixture.context(Ends.class, "assertion"));

    assertFailure(completion.result(), "java.lang.AssertionError", "expected");
    assertEquals(Optional.empty(), completion.retire());
  }

  @Test
  void aClassThatCannotBeInitialisedFailsWithItsOwnException() {
    ExecutionResult result = fixture.run(EngineFixture.context(Uninitialisable.class, "run"));

    assertFailure(result, "java.lang.NumberFormatException", "none");
  }

  @ParameterizedTest
  @CsvSource({
    "heap,             OutOfMemoryError,              HEAP_OOM",
    "wrappedMetaspace, OutOfMemoryError,              METASPACE_OOM",
    "direct,           OutOfMemoryError,              NATIVE_OOM",
    "threads,          OutOfMemoryError,              NATIVE_OOM",
    "recursion,        java.lang.StackOverflowError,  STACK_OVERFLOW",
  })
  void anExhaustedJvmIsADeathAndRetires(String method, String type, DeathCause cause) {
    Completion completion = fixture.complete(EngineFixture.context(Ends.class, method));

    assertFailure(completion.result(), type, "");
    assertEquals(cause, present(completion.result().death()).cause());
    assertTrue(completion.retire().isPresent());
  }

  @Test
  void aStackOverflowInAnotherThreadEndsTheExecution() {
    Completion completion = fixture.complete(EngineFixture.context(Ends.class, "overflowInThread"));

    assertFailure(completion.result(), "java.lang.StackOverflowError", "Ends.recursion");
    assertEquals(DeathCause.STACK_OVERFLOW, present(completion.result().death()).cause());
    assertTrue(completion.retire().isPresent());
  }

  @Test
  void anExceptionInAnotherThreadIsALogLine() {
    Completion completion =
        fixture.complete(EngineFixture.context(Ends.class, "exceptionInThread"));

    assertEquals(Status.SUCCESS, completion.result().status());
    assertEquals(Optional.empty(), completion.retire());
    LogLine line = completion.result().logs().get(0);
    assertEquals("ERROR", line.level());
    assertTrue(line.message().contains("\"aside\" ended with an exception"), line.message());
    assertTrue(line.message().contains("IllegalStateException: aside"), line.message());
    assertEquals(List.of(line), fixture.heard);
  }

  /** What the workflow can see of its execution. */
  public static final class Seen {
    public static Object look(Execution execution) {
      execution.progress(0.5, "half");
      execution.progress(7, "over");
      assertThrows(IllegalArgumentException.class, () -> execution.progress(Double.NaN, "none"));
      assertThrows(
          UnsupportedOperationException.class, () -> execution.parameters().put("more", 1));
      execution.checkCancelled();
      return List.of(
          execution.id(),
          execution.attempt(),
          execution.isCancelled(),
          execution.parameters().toString(),
          execution.context().keySet().toString(),
          Thread.currentThread().getName());
    }

    public static Object exact(Execution execution) {
      return execution.parameters().values().stream().map(v -> v.getClass().getSimpleName());
    }
  }

  @Test
  void aWorkflowSeesItsExecutionAndNoSecrets() {
    var context = EngineFixture.context(Seen.class, "look").put("mine", 1);
    context.putObject("parameters").put("n", 1).putNull("none");
    context.putObject("secrets").put("key", "value");

    ExecutionResult result = fixture.run(context);

    assertEquals(
        "[\"a\",1,false,\"{n=1, none=null}\",\"[function_name, mine, parameters]\",\"execution-a\"]",
        result.result().text(),
        String.valueOf(result.failure()));
    assertEquals(List.of("0.5 half", "1.0 over"), fixture.progress);
  }

  @Test
  void numbersReachTheWorkflowExactly() {
    var context = EngineFixture.context(Seen.class, "exact");
    context
        .putObject("parameters")
        .put("a", 1)
        .put("b", 1L << 40)
        .put("c", new BigInteger("12345678901234567890123"))
        .put("d", new BigDecimal("0.10"));

    assertEquals(
        "[\"Integer\",\"Long\",\"BigInteger\",\"BigDecimal\"]",
        fixture.run(context).result().text());
  }

  @Test
  void linesAreDroppedWhenNothingRuns() {
    fixture.engine.log(LogLine.printed(Instant.EPOCH, LogSource.STDOUT, "lost"));

    assertEquals(List.of(), fixture.heard);
    assertFalse(fixture.engine.isWorkflowThread());
  }

  @Test
  void aListenerThatThrowsHurtsNobody() {
    ExecutionListener failing =
        new ExecutionListener() {
          @Override
          public void log(LogLine line) {
            throw new IllegalStateException("listener");
          }

          @Override
          public void progress(double fraction, String message) {
            throw new IllegalStateException("listener");
          }
        };

    Completion completion =
        fixture.engine.execute(
            EngineFixture.request("a", EngineFixture.context(Seen.class, "look")), failing);

    assertEquals(Status.SUCCESS, completion.result().status());
  }

  @Test
  void aClosedEngineRefuses() {
    fixture.engine.close();

    assertThrows(
        IllegalStateException.class,
        () -> fixture.run(EngineFixture.context(Ends.class, "nothing")));
  }

  static ExecutionResult.Failure assertFailure(ExecutionResult result, String type, String part) {
    ExecutionResult.Failure failure = present(result.failure());
    assertEquals(Status.FAILED, result.status());
    assertEquals(type, failure.type(), failure.message());
    assertTrue(failure.message().contains(part), failure.message());
    return failure;
  }

  static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new AssertionError("missing");
    }
    return value;
  }
}

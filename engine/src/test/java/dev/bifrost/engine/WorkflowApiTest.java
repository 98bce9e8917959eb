package dev.bifrost.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What a workflow is told, can ask for, and can say about itself. */
final class WorkflowApiTest {

  private static final ExecutionId A = new ExecutionId("a");

  private final EngineFixture engine = EngineFixture.ofTests();

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void aWorkflowKnowsWhoSentItAndWhy() {
    ObjectNode context =
        body(
            "return java.util.List.of(e.name(), e.caller(), e.organization().orElseThrow(),"
                + " e.event().orElseThrow());");
    context.put("name", "Invoice 7");
    context.putObject("caller").put("user_id", 7).put("email", "ada@acme.com");
    context.putObject("organization").put("id", "o-1").put("plan", "gold");
    context.putObject("event").put("recurring", "nightly");

    assertEquals(
        "[\"Invoice 7\",{\"userId\":\"7\",\"email\":\"ada@acme.com\",\"name\":null},"
            + "{\"id\":\"o-1\",\"name\":null,\"details\":{\"id\":\"o-1\",\"plan\":\"gold\"}},"
            + "{\"recurring\":\"nightly\"}]",
        engine.run(context).result().text());
  }

  @Test
  void whatTheClientLeftOutIsEmpty() {
    assertEquals(
        "[\"A::run\",{\"userId\":null,\"email\":null,\"name\":null},null,null]",
        run("return java.util.Arrays.asList(e.name(), e.caller(),"
                + " e.organization().orElse(null), e.event().orElse(null));")
            .result()
            .text());
  }

  @Nested
  final class AScratchDirectory {

    @Test
    void isOneForTheWholeExecutionAndIsGoneAfterwards() {
      Path scratch =
          scratch(
              "java.nio.file.Path s = e.scratch(); java.nio.file.Files.createDirectories("
                  + "s.resolve(\"a/b\")); java.nio.file.Files.writeString(s.resolve(\"a/b/c\"),"
                  + " \"x\"); if (!s.equals(e.scratch())) throw new Error();"
                  + " s.resolve(\"a/b\").toFile().setWritable(false); return s.toString();");
      assertFalse(Files.exists(scratch));
    }

    @Test
    void isAnotherOneForTheNextExecution() {
      assertNotEquals(
          scratch("return e.scratch().toString();"), scratch("return e.scratch().toString();"));
    }

    @Test
    void ofAJvmThatWasKilledIsRemovedByTheNext() throws Exception {
      Path killed = Files.createTempDirectory("bifrost-scratch-");
      Files.createFile(killed.resolve(".lock"));
      Files.createFile(killed.resolve("left"));
      scratch("return e.scratch().toString();");
      assertFalse(Files.exists(killed));
    }

    @Test
    void ofAJvmThatLivesStays() throws Exception {
      try (EngineFixture other = EngineFixture.ofTests()) {
        Path root = Path.of(text(other.run(body("return e.scratch().getParent().toString();"))));
        scratch("return e.scratch().toString();");
        assertTrue(Files.exists(root));
      }
    }

    private Path scratch(String body) {
      return Path.of(text(run(body)));
    }
  }

  @Nested
  final class APublishedValue {

    @Test
    void standsBesideTheLocalVariablesAndBeforeThoseOfItsName() {
      assertEquals(
          "{\"step\":3,\"rows\":[1,2],\"secret\":\"***\"}",
          engine
              .run(
                  withSecret(
                      body(
                          "int step = 2; e.publish(\"step\", 3); e.publish(\"rows\", new int[]"
                              + " {1, 2}); e.publish(\"secret\", \"s3cret!\"); return null;")))
              .variables()
              .text());
    }

    @Test
    void isAsItWasWhenItWasPublished() {
      assertTrue(
          run("int[] n = {1}; e.publish(\"n_before\", n); n[0] = 2; return null;")
              .variables()
              .text()
              .contains("\"n_before\":[1]"));
    }

    @Test
    void standsInTheResultOfAnExecutionThatIsGivenUp() throws InterruptedException {
      CompletableFuture<Completion> end =
          engine.begin(
              "a",
              body(
                  "e.publish(\"row\", 41); e.progress(0, \"\"); while (true) { try {"
                      + " Thread.sleep(1_000_000); } catch (InterruptedException x) { } }"));
      engine.awaitProgress();
      engine.cancel("a");
      engine.timer.advance(EngineFixture.GRACE);
      assertEquals("{\"row\":41}", EngineFixture.await(end).result().variables().text());
    }

    private ObjectNode withSecret(ObjectNode context) {
      context.putObject("secrets").put("s", "s3cret!");
      return context;
    }
  }

  @Nested
  final class ASignal {

    @Test
    void isTakenThoughItCameBeforeTheWorkflowAskedForIt() {
      engine.signals.post(A, "other", "1");
      engine.signals.post(A, "approved", "{\"by\":\"ada\"}");
      engine.signals.post(A, "approved", "not json");
      engine.signals.post(A, "approved", null);

      assertEquals(
          "[{\"name\":\"approved\",\"data\":{\"by\":\"ada\"}},"
              + "{\"name\":\"approved\",\"data\":\"not json\"},"
              + "{\"name\":\"approved\",\"data\":null},null,"
              + "{\"name\":\"other\",\"data\":1}]",
          run("var none = java.time.Duration.ZERO; return java.util.Arrays.asList("
                  + "e.awaitSignal(\"approved\", none), e.awaitSignal(\"approved\", none),"
                  + "e.awaitSignal(\"approved\", none), e.awaitSignal(\"approved\", none),"
                  + "e.awaitSignal(\"other\", none));")
              .result()
              .text());
      assertEquals(List.of("approved", "approved", "approved", "other"), engine.signalled);
    }

    @Test
    void wakesWhoeverWaitsForIt() throws InterruptedException {
      CompletableFuture<Completion> end =
          engine.begin(
              "a",
              body(
                  "e.progress(0, \"\"); return e.awaitSignal(\"go\","
                      + " java.time.Duration.ofDays(99999)).orElseThrow().data();"));
      engine.awaitProgress();
      engine.signals.post(A, "go", "7");
      assertEquals("7", EngineFixture.await(end).result().result().text());
    }

    @Test
    void thatDoesNotComeIsNoneAfterTheTime() {
      assertEquals(
          "null",
          run("return e.awaitSignal(\"go\", java.time.Duration.ofMillis(20));").result().text());
    }

    @Test
    void isNotAwaitedByAnExecutionThatIsToldToEnd() throws InterruptedException {
      CompletableFuture<Completion> end =
          engine.begin(
              "a",
              body(
                  "try { e.progress(0, \"\"); return e.awaitSignal(\"go\","
                      + " java.time.Duration.ofDays(1)); } finally { e.logger().info(\"closed\"); }"));
      engine.awaitProgress();
      engine.cancel("a");
      ExecutionResult result = EngineFixture.await(end).result();
      assertEquals(Status.CANCELLED, result.status());
    }

    @Test
    void thatCannotBeReadIsNeverTakenForOneThatDidNotCome() {
      engine.signals.fail("Redis is away");
      ExecutionResult result = run("return e.awaitSignal(\"go\", java.time.Duration.ofMillis(1));");
      assertEquals("java.lang.IllegalStateException", failure(result).type());
      assertTrue(failure(result).message().contains("Redis is away"), result.toString());
    }
  }

  @Nested
  final class TheAnnotation {

    @Test
    void namesTheWorkflow() {
      assertEquals(
          "\"Monthly invoice\"",
          engine.run(annotated("name = \"Monthly invoice\"", "return e.name();")).result().text());
    }

    @Test
    void setsTheLimitThatTheClientHasNotNamed() throws InterruptedException {
      CompletableFuture<Completion> end = engine.begin("a", waiting("timeout = \"7s\""));
      engine.awaitProgress();
      engine.timer.advance(Duration.ofSeconds(7));
      ExecutionResult result = EngineFixture.await(end).result();
      assertEquals(Status.TIMEOUT, result.status());
      assertTrue(failure(result).message().contains("timeout of 7 s"), result.toString());
      assertEquals(List.of("7000 ms, - attempts"), engine.declared);
    }

    @Test
    void mayLiftTheDefaultLimit() throws InterruptedException {
      CompletableFuture<Completion> end = engine.begin("a", waiting("timeout = \"0s\""));
      engine.awaitProgress();
      assertEquals(0, engine.timer.pending());
      engine.cancel("a");
      assertEquals(Status.CANCELLED, EngineFixture.await(end).result().status());
    }

    @Test
    void givesWayToWhatTheClientHasNamed() throws InterruptedException {
      ObjectNode context = waiting("timeout = \"7s\", attempts = 3");
      context.put("timeout_seconds", 20).put("max_attempts", 2);
      CompletableFuture<Completion> end = engine.begin("a", context);
      engine.awaitProgress();
      engine.timer.advance(Duration.ofSeconds(20));
      assertTrue(failure(EngineFixture.await(end).result()).message().contains("timeout of 20 s"));
      assertEquals(List.of(), engine.declared);
    }

    @Test
    void saysHowManyAttemptsThereAre() {
      engine.run(annotated("attempts = 3", "return 1;"));
      assertEquals(List.of("- ms, 3 attempts"), engine.declared);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "timeout = \"soon\" | timeout is \"soon\", allowed is a number with its unit",
          "timeout = \"25h\" | timeout is \"25h\", allowed are 0s (for none) to 24h",
          "attempts = -1 | attempts is -1, allowed are 1 to 1000",
          "attempts = 1001 | attempts is 1001, allowed are 1 to 1000"
        })
    void thatCannotBeUsedIsRefusedByName(String attributes, String named) {
      ExecutionResult result = engine.run(annotated(attributes, "return 1;"));
      assertEquals(ErrorType.WORKFLOW_NOT_FOUND.wireName(), failure(result).type());
      assertTrue(failure(result).message().contains(named), result.toString());
    }

    private ObjectNode waiting(String attributes) {
      return annotated(attributes, "e.progress(0, \"\"); Thread.sleep(1_000_000); return 1;");
    }

    private ObjectNode annotated(String attributes, String body) {
      return EngineFixture.source(
          "import dev.bifrost.workflow.*; public class A { @Workflow("
              + attributes
              + ") public Object run(Execution e) throws Exception { "
              + body
              + " } }");
    }
  }

  private ExecutionResult run(String body) {
    return engine.run(body(body));
  }

  private static ExecutionResult.Failure failure(ExecutionResult result) {
    return Objects.requireNonNull(result.failure(), result.toString());
  }

  private static String text(ExecutionResult result) {
    assertEquals(Status.SUCCESS, result.status(), result.toString());
    return Json.mapper().readTree(result.result().text()).asString();
  }

  private static ObjectNode body(String body) {
    return EngineFixture.source(
        "public class A { public Object run(dev.bifrost.workflow.Execution e) throws Exception { "
            + body
            + " } }");
  }
}

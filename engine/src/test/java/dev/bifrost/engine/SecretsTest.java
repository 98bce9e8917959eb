package dev.bifrost.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ChildSettings.Limits;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.LogSource;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.protocol.SecretMask;
import dev.bifrost.protocol.Secrets;
import dev.bifrost.protocol.Status;
import dev.bifrost.workflow.Execution;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a workflow is given and nobody else sees. */
final class SecretsTest {

  private static final String SECRET = "correct horse";

  private final EngineFixture engine = EngineFixture.ofTests();

  @AfterEach
  void stop() {
    engine.close();
  }

  /** Workflows of these tests. */
  public static final class Workflows {

    private Workflows() {}

    public static int length(Execution execution) {
      return execution.secret("db").length();
    }

    public static Object leak(Execution execution) {
      String secret = execution.secret("db");
      execution.progress(0.5, "using " + secret);
      return Map.of("password", secret, secret, "key");
    }

    public static void fail(Execution execution) {
      throw new IllegalStateException(
          "login with " + execution.secret("db"),
          new IllegalArgumentException("cause " + execution.secret("db")));
    }

    public static String absent(Execution execution) {
      return execution.secret("dB");
    }

    public static Object context(Execution execution) {
      return String.valueOf(execution.context());
    }
  }

  @Test
  void aWorkflowGetsTheValue() {
    assertEquals(Integer.toString(SECRET.length()), run("length").result().text());
  }

  @Test
  void resultAndProgressShowStars() {
    ExecutionResult result = run("leak");
    assertEquals(Status.SUCCESS, result.status());
    assertEquals("***", field(result, "password"));
    assertFalse(result.toString().contains(SECRET), result.toString());
    assertEquals("0.5 using ***", engine.progress.get(0));
  }

  @Test
  void anErrorAndItsCausesShowStars() {
    ExecutionResult result = run("fail");
    assertFalse(result.toString().contains(SECRET), result.toString());
    assertTrue(result.toString().contains("login with ***"), result.toString());
    assertTrue(result.toString().contains("cause ***"), result.toString());
  }

  @Test
  void linesShowStarsBothLiveAndInTheResult() {
    LogBook book =
        new LogBook(
            Limits.DEFAULT, new SecretMask(new Secrets(Map.of("db", SECRET))), engine.heard::add);
    book.print(LogSource.STDOUT, "the " + SECRET + "!");
    assertEquals("the ***!", engine.heard.get(0).message());
    assertEquals("the ***!", book.lines().get(0).message());
    assertFalse(book.isTruncated());
  }

  @Test
  void anUnknownNameIsSaidWithThoseThatThereAre() {
    ExecutionResult result = run("absent");
    assertTrue(result.toString().contains("There is no secret \"dB\""), result.toString());
    assertTrue(result.toString().contains("[db]"), result.toString());
  }

  @Test
  void theContextDoesNotShowThem() {
    assertFalse(run("context").result().text().contains("secrets"));
  }

  private ExecutionResult run(String method) {
    ObjectNode context = EngineFixture.context(Workflows.class, method);
    context.putObject("secrets").put("db", SECRET);
    return engine.run(context);
  }

  private static String field(ExecutionResult result, String name) {
    try {
      return Json.read(result.result().text()).path(name).asString("none");
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }
}

package dev.bifrost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExecutionContextTest {

  private static String refusal(String json) {
    return String.valueOf(
        assertThrows(MalformedContextException.class, () -> ExecutionContext.parse(json))
            .getMessage());
  }

  @Test
  void whatIsNotSaidHasItsDefault() throws MalformedContextException {
    ExecutionContext context = ExecutionContext.parse("{\"function_name\":\"A\"}");

    assertEquals("A", context.functionName());
    assertNull(context.workflowCode());
    assertNull(context.filePath());
    assertNull(context.contentHash());
    assertTrue(context.parameters().isEmpty());
    assertEquals(Optional.of(Duration.ofMinutes(5)), context.timeout());
    assertNull(context.queue());
    assertEquals(
        new RetryRules(null, null, null, null, null, RetryRules.OnCrash.RETRY, null),
        context.retry());
  }

  @Test
  void everyFieldIsRead() throws MalformedContextException {
    String hash = "aB".repeat(32);
    ExecutionContext context =
        ExecutionContext.parse(
            """
            {"function_name": "com.acme.Invoice$Part::total", "file_path": "a/b.jar",
             "content_hash": "%s", "parameters": {"n": 1}, "timeout_seconds": 1.5,
             "queue": "mail", "max_attempts": 3,
             "retry": {"backoff_seconds": 0.25, "multiplier": 2, "max_backoff_seconds": 60,
                       "jitter": 0.5},
             "on_crash": "fail", "crash_credits": 0, "unknown": {"kept": true}}
            """
                .formatted(hash));

    assertEquals("com.acme.Invoice$Part::total", context.functionName());
    assertEquals("a/b.jar", context.filePath());
    assertEquals(hash, context.contentHash());
    assertEquals("{\"n\":1}", context.parameters().toString());
    assertEquals(Optional.of(Duration.ofMillis(1_500)), context.timeout());
    assertEquals(new QueueName("mail"), context.queue());
    assertEquals(
        new RetryRules(
            3, Duration.ofMillis(250), 2.0, Duration.ofMinutes(1), 0.5, RetryRules.OnCrash.FAIL, 0),
        context.retry());
    assertEquals("{\"kept\":true}", context.whole().get("unknown").toString());
  }

  @Test
  void whatItSharesWithOthersIsRead() throws MalformedContextException {
    Coordination shared =
        ExecutionContext.parse(
                "{\"function_name\":\"A\",\"concurrency_key\":\"printer 1\","
                    + "\"concurrency_limit\":3,\"idempotency_key\":\"order 7\"}")
            .coordination();
    Coordination alone = ExecutionContext.parse("{\"function_name\":\"A\"}").coordination();

    assertEquals("printer 1", shared.concurrencyKey());
    assertEquals(3, shared.concurrencyLimit());
    assertEquals(KeyDigest.of("order 7"), shared.idempotency().orElseThrow());
    assertEquals(1, alone.concurrencyLimit());
    assertTrue(alone.concurrency().isEmpty());
    assertEquals(alone.fingerprint(), shared.fingerprint());
  }

  @Test
  void otherCodeHasAnotherFingerprint() throws MalformedContextException {
    long different =
        Stream.of(
                "{\"function_name\":\"A\"}",
                "{\"function_name\":\"A::b\"}",
                "{\"function_name\":\"A\",\"file_path\":\"A.java\"}",
                "{\"function_name\":\"A\",\"workflow_code\":\"class A {}\"}",
                "{\"function_name\":\"A\",\"workflow_code\":\"class A { }\"}")
            .map(ExecutionContextTest::fingerprint)
            .distinct()
            .count();

    assertEquals(5, different);
  }

  private static KeyDigest fingerprint(String json) {
    try {
      return ExecutionContext.parse(json).coordination().fingerprint();
    } catch (MalformedContextException e) {
      throw new AssertionError(json, e);
    }
  }

  @Test
  void zeroMeansNoTimeout() throws MalformedContextException {
    assertEquals(
        Optional.empty(),
        ExecutionContext.parse("{\"function_name\":\"A\",\"timeout_seconds\":0}").timeout());
  }

  @Test
  void sourceNeedsNoFunctionName() throws MalformedContextException {
    assertNull(ExecutionContext.parse("{\"workflow_code\":\"class A {}\"}").functionName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "a.b.C",
        "a.b.C::run",
        "C$D::run",
        "Ünïcode::größe",
        "bifrost.Command",
        "_a.$b::c"
      })
  void theseAreFunctionNames(String name) throws MalformedContextException {
    assertEquals(
        name,
        ExecutionContext.parse(Json.object().put("function_name", name).toString()).functionName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "1A", "a..B", "A::", "::run", "A:run", "A::b::c", "a/b", "A()"})
  void theseAreNone(String name) {
    assertTrue(
        refusal(Json.object().put("function_name", name).toString())
            .contains("function_name: must be a class or a method"));
  }

  @Test
  void aHugeFunctionNameIsRefusedAndShownShort() {
    String message =
        refusal(Json.object().put("function_name", "a." + "b.".repeat(100_000) + "C").toString());

    assertTrue(message.contains("function_name: must be"), message);
    assertTrue(message.length() < 500, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'' | must be a JSON object",
        "[] | must be a JSON object",
        "null | must be a JSON object",
        "7 | must be a JSON object",
        "{ | not valid JSON",
        "{}{} | not valid JSON",
        "{'a':NaN} | not valid JSON",
        "{'a':1,'a':2} | not valid JSON",
        "{'a':01} | not valid JSON",
        "{} | function_name is missing",
        "{'function_name':null} | function_name is missing",
        "{'function_name':7} | function_name: must be text, but is 7",
        "{'function_name':'A','workflow_code':'x','file_path':'y'} | exclude each other",
        "{'function_name':'A','workflow_code':[]} | workflow_code: must be text",
        "{'function_name':'A','content_hash':'abc'} | content_hash: must be a SHA-256",
        "{'function_name':'A','parameters':[]} | parameters: must be an object, but is []",
        "{'function_name':'A','timeout_seconds':-1} | timeout_seconds: must be a number from 0 to"
            + " 86400, but is -1",
        "{'function_name':'A','timeout_seconds':86401} | but is 86401",
        "{'function_name':'A','timeout_seconds':'5'} | timeout_seconds: must be a number",
        "{'function_name':'A','timeout_seconds':true} | timeout_seconds: must be a number",
        "{'function_name':'A','timeout_seconds':1e999999999} | timeout_seconds: must be a number",
        "{'function_name':'A','timeout_seconds':-1e999999999} | timeout_seconds: must be a number",
        "{'function_name':'A','max_attempts':0} | max_attempts: must be a whole number from 1",
        "{'function_name':'A','max_attempts':1.5} | max_attempts: must be a whole number",
        "{'function_name':'A','max_attempts':1e999999999} | max_attempts: must be a whole number",
        "{'function_name':'A','max_attempts':99999999999999999999} | max_attempts: must be a whole",
        "{'function_name':'A','queue':'a b'} | queue: Not a queue name",
        "{'function_name':'A','retry':7} | retry: must be an object",
        "{'function_name':'A','retry':{'jitter':2}} | retry.jitter: must be a number from 0 to 1",
        "{'function_name':'A','retry':{'multiplier':0.5}} | retry.multiplier: must be a number",
        "{'function_name':'A','retry':{'backoff_seconds':'x'}} | retry.backoff_seconds: must be",
        "{'function_name':'A','on_crash':'maybe'} | Allowed are: retry, fail",
        "{'function_name':'A','crash_credits':-1} | crash_credits: must be a whole number",
      })
  @Timeout(5)
  void whatIsMalformedNamesItself(String json, String part) {
    String text = json.equals("''") ? "" : json.replace('\'', '"');

    String message = refusal(text);

    assertTrue(message.contains(part), message);
    assertTrue(message.startsWith("The context is malformed: "), message);
  }

  @Test
  void allProblemsAreNamedAtOnce() {
    String message =
        refusal(
            "{\"function_name\":7,\"parameters\":1,\"timeout_seconds\":-1,\"queue\":\"\","
                + "\"retry\":{\"jitter\":9},\"crash_credits\":\"x\"}");

    for (String field :
        new String[] {
          "function_name:",
          "parameters:",
          "timeout_seconds:",
          "queue:",
          "retry.jitter:",
          "crash_credits:"
        }) {
      assertTrue(message.contains(field), message);
    }
  }

  @Test
  void nestingBeyondTheLimitIsRefused() throws MalformedContextException {
    int inside = Json.MAX_DEPTH - 2;
    ExecutionContext.parse(nested(inside));

    assertTrue(refusal(nested(inside + 1)).contains("not valid JSON"));
    assertTrue(refusal(nested(1_000_000)).contains("not valid JSON"));
  }

  private static String nested(int depth) {
    return "{\"function_name\":\"A\",\"parameters\":{\"a\":"
        + "[".repeat(depth)
        + "]".repeat(depth)
        + "}}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-999999999", "0e999999999", "0.000000000000000000001"})
  @Timeout(5)
  void aNumberNearZeroIsCheap(String number) throws MalformedContextException {
    assertEquals(
        Optional.empty(),
        ExecutionContext.parse("{\"function_name\":\"A\",\"timeout_seconds\":" + number + "}")
            .timeout());
  }

  @Test
  @Timeout(5)
  void hugeNumbersInParametersAreCheap() throws MalformedContextException {
    ExecutionContext context =
        ExecutionContext.parse("{\"function_name\":\"A\",\"parameters\":{\"n\":1e999999999}}");

    assertEquals("{\"n\":1E+999999999}", context.parameters().toString());
  }
}

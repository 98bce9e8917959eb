package dev.bifrost.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The local variables of workflow methods that were compiled here. */
final class VariablesTest {

  private final EngineFixture engine = EngineFixture.ofTests();

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void theLocalsAtTheReturnAreShownAndTheParametersAreNot() {
    ExecutionResult result =
        run(
            "public static int run(int net, String name) {"
                + " int tax = net / 5; long sum = net + tax; double rate = 0.2; char c = 'x';"
                + " boolean ok = true; String text = name + \"!\"; return (int) sum; }");
    assertEquals("120", result.result().text());
    assertEquals(
        "{\"tax\":20,\"sum\":120,\"rate\":0.2,\"c\":\"x\",\"ok\":true,\"text\":\"ada!\"}",
        result.variables().text());
  }

  @Test
  void theLocalsAtTheLineThatThrewAreShown() {
    ExecutionResult result =
        run(
            "public static int run(int net) {\n  int tax = net / 5;\n  int[] rates = {1, 2};\n"
                + "  for (int i = 0; ; i++) {\n    int rate = rates[i];\n    tax += rate;\n  }\n}");
    assertEquals(Status.FAILED, result.status());
    assertTrue(message(result).contains("Index 2 out of bounds"), message(result));
    assertTrue(message(result).contains("Main.java:5"), message(result));
    assertEquals("{\"tax\":23,\"rates\":[1,2],\"i\":2}", result.variables().text());
  }

  @Test
  void anExceptionThatTheMethodCatchesItselfIsNobodysBusiness() {
    ExecutionResult result =
        run(
            "public static String run(int net) { String step = \"a\"; try { int half = 1 / 0; }"
                + " catch (ArithmeticException e) { step = \"caught\"; } finally { step += \"!\"; }"
                + " synchronized (step) { step += \"?\"; } return step; }");
    assertEquals("\"caught!?\"", result.result().text());
    assertEquals("{\"step\":\"caught!?\"}", result.variables().text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Object v = null; | null",
        "Runnable v = () -> {}; | \"<lambda>\"",
        "Object[] v = new Object[1]; v[0] = v; | [\"<cycle>\"]",
        "byte[] v = new byte[5]; | \"<byte[] of length 5>\"",
        "Object v = new Thread(\"x\"); | \"<java.lang.Thread>\"",
        "Object v = java.util.List.of(1, \"two\"); | [1,\"two\"]",
        "Object v = java.util.Map.of(\"k\", 1.5); | {\"k\":1.5}",
        "Object v = java.util.Optional.of(7); | 7",
        "Object v = new java.math.BigDecimal(\"1.50\"); | 1.50",
        "Object v = Thread.State.NEW; | \"NEW\"",
        "Object v = java.time.Duration.ofSeconds(90); | \"PT1M30S\"",
        "Object v = Double.NaN; | \"NaN\"",
        "Object v = new Nasty(); | {\"inner\":1}",
        "Object v = new Evil(); | \"<Main$Evil>\"",
        "Object v = new Point(1, 2); | {\"x\":1,\"y\":2}"
      })
  void everyKindOfValueHasItsForm(String declaration, String shown) {
    ExecutionResult result =
        run(
            "public static void run() { "
                + declaration
                + " }"
                + " public record Point(int x, int y) { public int x() { throw new Error(); } }"
                + " static class Nasty { int inner = 1;"
                + " public String toString() { throw new Error(\"asked\"); }"
                + " public int hashCode() { throw new Error(\"asked\"); }"
                + " public boolean equals(Object o) { throw new Error(\"asked\"); }"
                + " public int getInner() { throw new Error(\"asked\"); } }"
                + " static class Evil extends java.util.AbstractList<Integer> {"
                + " public Integer get(int i) { throw new Error(\"asked\"); }"
                + " public int size() { throw new Error(\"asked\"); } }");
    assertEquals(Status.SUCCESS, result.status(), message(result));
    // What a list has inherited from the JDK cannot be read, and depends on it.
    String variables = result.variables().text();
    if (!declaration.contains("Evil")) {
      assertEquals("{\"v\":" + shown + "}", variables);
    }
    assertFalse(variables.contains("asked"), variables);
  }

  @Test
  void whatIsHugeIsCut() {
    ExecutionResult result =
        run(
            "public static void run() { String text = \"x\".repeat(5_000_000);"
                + " java.util.List<Object> list = new java.util.ArrayList<>();"
                + " for (int k = 0; k < 100_000; k++) list.add(java.util.List.of(k, text));"
                + " Object deep = 0; for (int k = 0; k < 100_000; k++) deep = new Object[] {deep}; }");
    assertEquals(Status.SUCCESS, result.status(), message(result));
    int length = result.variables().text().length();
    assertTrue(length > 1_000 && length < 200_000, "length " + length);
    assertTrue(result.variables().text().contains("more>"), result.variables().text());
  }

  @Test
  void secretsAreHiddenEvenAtTheCut() {
    ObjectNode context =
        EngineFixture.source(
            "public class Main { public static void run(dev.bifrost.workflow.Execution e) {"
                + " String long_ = \"x\".repeat(995) + e.secret(\"db\");"
                + " char[] characters = e.secret(\"db\").toCharArray(); String s = e.secret(\"db\"); } }");
    context.putObject("secrets").put("db", "correct horse");
    String variables = engine.run(context).variables().text();
    assertFalse(variables.contains("corre"), variables);
    assertTrue(variables.contains("\"s\":\"***\""), variables);
    assertTrue(variables.contains("\"characters\":\"***\""), variables);
  }

  @Test
  void aMethodOfManyShapesRunsAsItDidBefore() {
    ExecutionResult result =
        run(
            "public int run(int net) throws Exception { StringBuilder out = new StringBuilder();"
                + " for (String part : java.util.List.of(\"a\", \"b\")) { switch (part) {"
                + " case \"a\" -> out.append(1); default -> { long wide = 2L; out.append(wide); } } }"
                + " try (java.io.StringReader in = new java.io.StringReader(\"z\")) {"
                + " out.append((char) in.read()); }"
                + " int sum; if (net > 0) { sum = 1; } else { sum = 2; }"
                + " do { double d = sum; sum += (int) d; } while (sum < 50);"
                + " class Local { int twice() { return net * 2; } }"
                + " Object o = new Local(); if (o instanceof Local l) { return l.twice() + sum; }"
                + " return out.length(); }");
    assertEquals(Status.SUCCESS, result.status(), message(result));
    assertEquals("264", result.result().text());
  }

  @Test
  void theInitialisationOfTheClassMayCallTheMethodItself() {
    assertEquals(
        "5",
        run("static int first = run(); public static int run() { int five = 5; return five; }")
            .result()
            .text());
  }

  @Test
  void aMethodTooLargeToTellRunsAllTheSame() {
    StringBuilder body = new StringBuilder("public static int run() { int s = 0;");
    for (int i = 0; i < 400; i++) {
      body.append("int v").append(i).append(" = s++;");
    }
    ExecutionResult result = run(body.append("return s; }").toString());
    assertEquals("400", result.result().text(), message(result));
    assertEquals("{}", result.variables().text());
  }

  @Test
  void anInterruptedWorkflowShowsItsLocalsToo() throws InterruptedException {
    CompletableFuture<Completion> end =
        engine.begin(
            "a",
            EngineFixture.source(
                "public class Main { public static void run(dev.bifrost.workflow.Execution e)"
                    + " throws Exception { int step = 3; e.progress(1, \"there\");"
                    + " new java.util.concurrent.CountDownLatch(1).await(); } }"));
    long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (engine.progress.isEmpty()) {
      assertTrue(System.nanoTime() < patience, "no progress; the end: " + end);
      Thread.onSpinWait();
    }
    engine.cancel("a");
    assertEquals("{\"step\":3}", EngineFixture.await(end).result().variables().text());
  }

  private ExecutionResult run(String body) {
    ObjectNode context = EngineFixture.source("public class Main {" + body + "}");
    context.put("function_name", "Main::run");
    context.putObject("parameters").put("net", 100).put("name", "ada");
    return engine.run(context);
  }

  private static String message(ExecutionResult result) {
    return result.failure() == null ? "" : result.failure().message();
  }
}

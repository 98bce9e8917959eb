package dev.bifrost.supervisor.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.Json;
import dev.bifrost.supervisor.testing.RedisExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Workflows that come as source, through the packaged service and its commands. */
final class SourceIT {

  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String SECRET = "correct horse";

  @TempDir private Path folder;
  private final RedisClient client = new RedisClient(redis);

  @Test
  void modulesSecretsSignalsAndDeclaredLimitsWorkThroughThePackagedService()
      throws IOException, InterruptedException {
    Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    module("acme/Rate.java", "package acme; public class Rate { public static int now = 19; }");
    module(
        "acme/Tax.java",
        "package acme; public class Tax { public static int of(int n) { return n * Rate.now; } }");
    try (Service service = Service.start(folder, redis.uri(), 1)) {
      String code =
          "import dev.bifrost.workflow.*; public class Flow { public Object run(Execution e, int n)"
              + " throws Exception { String key = e.secret(\"key\");"
              + " System.out.println(\"key \" + key); var told ="
              + " e.awaitSignal(\"go\", java.time.Duration.ofMinutes(1)).orElseThrow();"
              + " return java.util.Arrays.asList(acme.Tax.of(n), told.data(), key.length(), key); }"
              + " }";
      ObjectNode context = Json.object().put("workflow_code", code);
      context.putObject("parameters").put("n", 2);
      context.putObject("secrets").put("key", "file:" + secret);

      client.send("first", context.toString());
      awaitRunning(service, "first");
      assertEquals("", bifrost(0, "signal", "first", "go", "{\"by\":\"ada\"}").err());
      assertEquals("[38,{\"by\":\"ada\"},13,\"***\"]", result(service, "first").toString());
      String all = client.result("first").orElseThrow() + client.journal("first");
      assertFalse(all.contains(SECRET), all);
      assertTrue(all.contains("key ***"), all);
      assertTrue(client.journal("first").contains("\"name\":\"go\""), client.journal("first"));

      module("acme/Rate.java", "package acme; public class Rate { public static int now = 7; }");
      client.send("second", context.toString());
      awaitRunning(service, "second");
      bifrost(0, "signal", "second", "go");
      assertEquals("[14,null,13,\"***\"]", result(service, "second").toString());
      assertEquals(4, bifrost(4, "signal", "nobody", "go").exit());

      client.send("declared", declared(1).toString());
      JsonNode declared = whole(service, "declared");
      assertEquals("Timeout", declared.path("status").asString(), declared.toString());
      assertEquals(2, declared.path("attempt").asInt(), declared.toString());
    }
  }

  /** Exceeds the limit that its author has set, in both of its attempts. */
  private static ObjectNode declared(int seconds) {
    ObjectNode context =
        Json.object()
            .put(
                "workflow_code",
                "import dev.bifrost.workflow.*; public class Slow { @Workflow(timeout = \""
                    + seconds
                    + "s\", attempts = 2) public static void run() throws Exception {"
                    + " Thread.sleep(1_000_000); } }");
    context.putObject("retry").put("backoff_seconds", 0);
    return context;
  }

  @Test
  void anExecutionCanBeRunInTheForegroundFromRedisAndFromAFile()
      throws IOException, InterruptedException {
    String code =
        "import dev.bifrost.workflow.*; public class Flow { public int run(Execution e, int n) {"
            + " e.logger().info(\"on my way\"); if (n == 0) { throw new IllegalStateException("
            + "\"zero\"); } return n + e.attempt(); } }";
    ObjectNode context = Json.object().put("workflow_code", code);
    context.putObject("parameters").put("n", 41);
    client.store("replayed", context.toString());

    Ended run = bifrost(0, "run", "replayed", "--json");
    assertTrue(run.err().contains("on my way"), run.toString());
    assertEquals(42, Json.mapper().readTree(run.out()).path("result").asInt(), run.toString());
    assertEquals("", client.journal("replayed"));

    context.putObject("parameters").put("n", 0);
    Path file = Files.writeString(folder.resolve("context.json"), context.toString());
    Ended failed = bifrost(1, "run", "any", "--context", file.toString());
    assertTrue(failed.out().contains("IllegalStateException: zero"), failed.toString());
    assertEquals(4, bifrost(4, "run", "nobody").exit());
  }

  private void awaitRunning(Service service, String id) {
    await(id + " to run")
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                client.state(id, "status").filter("Running"::equals).isPresent()
                    || client.result(id).isPresent()
                    || service.output().isEmpty());
  }

  private JsonNode result(Service service, String id) {
    JsonNode whole = whole(service, id);
    assertEquals("Success", whole.path("status").asString(), whole.toString());
    return whole.path("result");
  }

  private JsonNode whole(Service service, String id) {
    await("the result of " + id)
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(20))
        .conditionEvaluationListener(
            seen -> {
              if (seen.getRemainingTimeInMS() <= 0) {
                throw new AssertionError(service.output() + client.journal(id));
              }
            })
        .until(() -> client.result(id).isPresent());
    return Json.mapper().readTree(client.result(id).orElseThrow());
  }

  private void module(String path, String source) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("module.java"), source);
    bifrost(0, "module", "put", path, file.toString());
  }

  private record Ended(int exit, String out, String err) {}

  private Ended bifrost(int expected, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Service.command());
    command.addAll(List.of(words));
    command.addAll(List.of("--redis", redis.uri()));
    command.addAll(List.of("--state-dir", folder.resolve("state").toString()));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("BIFROST_"));
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertTrue(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS), command.toString());
    } finally {
      process.destroyForcibly();
    }
    Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    assertEquals(expected, ended.exit(), command + "\n" + ended);
    return ended;
  }
}

package dev.bifrost.supervisor.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.supervisor.testing.HttpCaller;
import dev.bifrost.supervisor.testing.RedisExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP interface of a service as operators run it, from outside. */
final class HttpIT {

  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
  private static final String WORKFLOWS = Workflows.class.getName();
  private static final String TOKEN = "a-token-that-nobody-may-see-0123456789";
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @TempDir private Path folder;

  @Test
  void everyRouteWorksAndSaysWhatIsWrong() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), TOKEN);
    Path file =
        Files.writeString(
            folder.resolve("bifrost.yaml"),
            "http: {port: 0, token-file: " + token + "}\nlog.format: json\n");
    try (Service service = Service.start(folder, redis.uri(), 1, "--config", file.toString())) {
      String url = url(service);
      HttpCaller caller = new HttpCaller(url, "Authorization", "Bearer " + TOKEN);

      anExecutionIsSentFollowedAndShown(caller);
      aRunningExecutionIsCancelled(caller);
      aPausedQueueWaitsUntilItIsResumed(caller);
      operatorsSeeWhatTheyNeed(caller);
      strangersSeeNothing(url);

      service.terminate();
      await("the end")
          .atMost(Duration.ofSeconds(30))
          .until(() -> service.output().contains(": stopped"));
      assertFalse(service.output().contains(TOKEN), service.output());
      assertTrue(
          service
              .output()
              .lines()
              .anyMatch(line -> line.contains("\"trace_id\":\"4bf92f3577b34da6")),
          service.output());
      String audit = Files.readString(folder.resolve("state/audit.jsonl"));
      for (String action :
          List.of(
              "supervisor_started", "child_started", "cancel", "cancelled", "supervisor_stopped")) {
        assertTrue(audit.contains("\"action\":\"" + action + "\""), audit);
      }
    }
  }

  @Test
  void anotherAddressThanALoopbackNeedsAToken() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("open.yaml"), "http.address: 0.0.0.0\n");
    Path output = folder.resolve("refused.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "bifrost.jar").toString(),
                "serve",
                "--redis",
                redis.uri(),
                "--config",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(2, process.exitValue());
    assertTrue(Files.readString(output).contains("any where http.token-file names a file"));
  }

  private static void anExecutionIsSentFollowedAndShown(HttpCaller caller) {
    HttpCaller.Reply sent =
        caller.post(
            "/api/v1/executions",
            "{\"execution_id\":\"sum\",\"function_name\":\""
                + WORKFLOWS
                + "::sum\",\"parameters\":{\"numbers\":[1,2,3]},\"traceparent\":\""
                + TRACE
                + "\"}");
    assertEquals(201, sent.status(), sent.body());
    try (Stream<String> lines = caller.lines("/api/v1/executions/sum/events")) {
      List<String> events = lines.filter(line -> line.startsWith("event: ")).toList();
      assertEquals("event: finished", events.get(events.size() - 1));
    }
    HttpCaller.Reply shown = caller.get("/api/v1/executions/sum");
    assertEquals("Success", shown.json().path("status").asString());
    assertEquals(6, shown.json().path("result").path("result").asInt());
    assertEquals(TRACE, shown.json().path("result").path("traceparent").asString());
    assertTrue(caller.get("/api/v1/executions?status=Success").body().contains("\"sum\""));

    assertEquals(400, caller.post("/api/v1/executions", "{").status());
    assertEquals(400, caller.get("/api/v1/executions?status=Fine").status());
    assertEquals(404, caller.get("/api/v1/executions/none").status());
    assertEquals(404, caller.get("/api/v1/executions/none/events").status());
    assertEquals(409, caller.post("/api/v1/executions/sum/retry", "").status());
    assertEquals(409, caller.post("/api/v1/executions/sum/signal", "{\"name\":\"go\"}").status());
  }

  private static void aRunningExecutionIsCancelled(HttpCaller caller) {
    caller.post(
        "/api/v1/executions",
        "{\"execution_id\":\"slow\",\"function_name\":\""
            + WORKFLOWS
            + "::wait\",\"parameters\":{\"millis\":60000}}");
    awaitStatus(caller, "slow", "Running");
    assertEquals(202, caller.post("/api/v1/executions/slow/signal", "{\"name\":\"go\"}").status());
    assertEquals(202, caller.post("/api/v1/executions/slow/cancel", "{\"by\":\"anna\"}").status());
    awaitStatus(caller, "slow", "Cancelled");
    assertEquals(409, caller.post("/api/v1/executions/slow/cancel", "").status());
  }

  private static void aPausedQueueWaitsUntilItIsResumed(HttpCaller caller) {
    HttpCaller.Reply paused = caller.post("/api/v1/queues/default/pause", "{\"by\":\"anna\"}");
    assertEquals(200, paused.status(), paused.body());
    assertTrue(paused.json().path("paused").asBoolean());
    caller.post(
        "/api/v1/executions",
        "{\"execution_id\":\"later\",\"function_name\":\"" + WORKFLOWS + "::nothing\"}");
    assertEquals(
        "Pending", caller.get("/api/v1/executions/later").json().path("status").asString());

    assertEquals(200, caller.post("/api/v1/queues/default/resume", "").status());
    awaitStatus(caller, "later", "Success");
    assertEquals(400, caller.post("/api/v1/queues/a%20b/pause", "").status());
    assertEquals(400, caller.post("/api/v1/queues/a%20b/resume", "").status());
  }

  private static void operatorsSeeWhatTheyNeed(HttpCaller caller) {
    assertEquals(200, caller.get("/health/live").status());
    assertEquals(200, caller.get("/health/ready").status());
    assertEquals(1, caller.get("/api/v1/supervisors").json().path("supervisors").size());
    assertTrue(caller.get("/api/v1/queues").body().contains("\"queue\":\"default\""));
    assertEquals(200, caller.get("/api/v1/openapi.json").status());
    String metrics = caller.get("/metrics").body();
    assertTrue(
        metrics.contains("bifrost_executions_total{queue=\"default\",status=\"Success\"} 2.0"),
        metrics);
    assertFalse(metrics.contains(TOKEN));
    assertEquals(405, caller.post("/health/live", "").status());
  }

  private static void strangersSeeNothing(String url) {
    assertEquals(200, new HttpCaller(url).get("/health/live").status());
    for (String path :
        List.of(
            "/health/ready",
            "/metrics",
            "/api/v1/queues",
            "/api/v1/supervisors",
            "/api/v1/openapi.json")) {
      assertEquals(401, new HttpCaller(url).get(path).status(), path);
      assertEquals(
          401, new HttpCaller(url, "Authorization", "Bearer wrong").get(path).status(), path);
    }
  }

  private static void awaitStatus(HttpCaller caller, String id, String status) {
    await(id + " to be " + status)
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () ->
                assertEquals(
                    status,
                    caller.get("/api/v1/executions/" + id).json().path("status").asString()));
  }

  private static String url(Service service) {
    Matcher matcher = URL.matcher(service.output());
    assertTrue(matcher.find(), service.output());
    return matcher.group();
  }
}

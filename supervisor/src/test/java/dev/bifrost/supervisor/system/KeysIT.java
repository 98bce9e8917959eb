package dev.bifrost.supervisor.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.Range;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Executions that have to do with each other, over two supervisors, through real processes. */
final class KeysIT {

  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static final String WORKFLOWS = Workflows.class.getName();
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String FLAKY =
      "class Flaky { public static int run(boolean crash) { if (crash) System.exit(3);"
          + " return 1; } }";

  @TempDir private Path folder;
  private final RedisClient client = new RedisClient(redis);
  private Path config;

  @BeforeEach
  void configure() throws IOException {
    config =
        Files.writeString(
            folder.resolve("bifrost.yaml"),
            """
            lease: {duration: 3s, renewal: 1s}
            breaker: {crashes: 3, pause: 1s}
            """);
  }

  @Test
  void aKeyIsHeldByOneAtATimeOverTwoSupervisorsAndHoldsUpNobodyElse() throws IOException {
    int count = 20;
    try (Service one = start("one", 2);
        Service two = start("two", 2)) {
      for (int i = 0; i < count; i++) {
        client.send(
            "k" + i,
            context(
                "alone",
                "\"parameters\":{\"file\":\""
                    + folder.resolve("alone")
                    + "\",\"millis\":30},\"concurrency_key\":\"file\""));
        client.send("n" + i, context("nothing", ""));
      }

      await("all results")
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> client.results() == 2L * count);
      for (int i = 0; i < count; i++) {
        String id = "k" + i;
        String result = client.result(id).orElseThrow();
        assertTrue(result.contains("\"status\":\"Success\""), () -> result + one.output());
        assertEquals(1, client.finishedEvents(id), id);
        assertEquals("1", client.state(id, "attempt").orElseThrow(), two::output);
      }
      assertEquals(0, client.queued());
    }
  }

  @Test
  void theKeyOfAKilledSupervisorIsFreeAgain() throws IOException, InterruptedException {
    try (Service second = start("second", 1)) {
      try (Service first = start("first", 1)) {
        client.send("slow", keyed(1_500));
        await("the start").atMost(LONG).until(() -> "Running".equals(status("slow")));
        client.send("next", keyed(10));
        await("the wait")
            .atMost(LONG)
            .until(() -> "concurrency_key".equals(field("next", "waiting_for")));
        String holder = field("slow", "supervisor_id");
        // Whichever has it: the other one goes on.
        (first.output().contains(holder) ? first : second).kill();
        awaitResult("slow");
        awaitResult("next");
        assertEquals("1", field("next", "attempt"));
      }
    }
  }

  @Test
  void theSecondOfTwoThatAreTheSameRunsNothing() throws IOException {
    try (Service one = start("one", 1);
        Service two = start("two", 1)) {
      String same =
          context("wait", "\"parameters\":{\"millis\":300},\"idempotency_key\":\"order 7\"");
      client.send("a", same);
      client.send("b", same);
      awaitResult("a");
      awaitResult("b");

      String other =
          client.result("a").orElseThrow().contains("\"idempotent_of\":\"b\"") ? "a" : "b";
      String first = other.equals("a") ? "b" : "a";
      String result = client.result(other).orElseThrow();
      assertTrue(result.contains("\"idempotent_of\":\"" + first + "\""), result);
      assertTrue(result.contains("\"result\":\"waited\""), result);
      assertFalse(client.result(first).orElseThrow().contains("idempotent_of"), one::output);
      assertEquals(1, client.finishedEvents(other), two::output);
    }
  }

  @Test
  void whateverWaitsIsCancelledByTheFlagAloneWhileAllChildrenAreBusy() throws IOException {
    try (Service service = start("one", 1)) {
      client.send("busy", keyed(60_000));
      await("the start").atMost(LONG).until(() -> "Running".equals(status("busy")));
      client.send("queued", context("nothing", ""));
      redis.commands().set("bifrost:exec:later:context", context("nothing", ""));
      redis.commands().zadd("bifrost:queue:default:scheduled", 9e12, "later");

      for (String id : List.of("queued", "later")) {
        client.cancel(id, "{\"by\":\"alice\",\"reason\":\"no need\"}");
        assertTrue(awaitResult(id).contains("alice: no need"), service::output);
      }
      assertEquals("Running", status("busy"));
      client.cancel("busy", "{\"by\":\"alice\"}");
      assertTrue(awaitResult("busy").contains("\"status\":\"Cancelled\""));
    }
  }

  @Test
  void cancellingTheHolderLetsTheNextRun() throws IOException {
    try (Service service = start("one", 2)) {
      client.send("first", keyed(60_000));
      await("the start").atMost(LONG).until(() -> "Running".equals(status("first")));
      client.send("second", keyed(10));
      client.send("third", keyed(10));
      await("the waits")
          .atMost(LONG)
          .until(
              () ->
                  "concurrency_key".equals(field("second", "waiting_for"))
                      && "concurrency_key".equals(field("third", "waiting_for")));
      client.cancel("second", "{\"by\":\"alice\"}");
      assertTrue(awaitResult("second").contains("\"status\":\"Cancelled\""), service::output);
      client.cancel("first", "{\"by\":\"alice\"}");

      assertTrue(awaitResult("third").contains("\"status\":\"Success\""), service::output);
    }
  }

  @Test
  void codeThatCrashesOverAndOverIsPausedAndOtherCodeRunsOn() throws IOException {
    try (Service service = start("one", 1)) {
      for (int i = 0; i < 3; i++) {
        client.send("crash" + i, flaky(true));
        awaitResult("crash" + i);
      }
      client.send("paused", flaky(false));
      client.send("other", context("nothing", ""));

      awaitResult("other");
      await("the pause").atMost(LONG).until(() -> eventTypes("paused").contains("waiting"));
      assertTrue(awaitResult("paused").contains("\"status\":\"Success\""), service::output);
      client.send("well", flaky(false));
      awaitResult("well");
      assertFalse(eventTypes("well").contains("waiting"), service::output);
    }
  }

  @Test
  void aDeadLetterIsRetriedFromTheCommandLine() throws IOException, InterruptedException {
    try (Service service = start("one", 1)) {
      Path flag = folder.resolve("flag");
      client.send(
          "letter",
          context(
              "alone",
              "\"parameters\":{\"file\":\""
                  + Files.writeString(flag, "")
                  + "\",\"millis\":1},\"max_attempts\":2,"
                  + "\"retry\":{\"backoff_seconds\":0}"));
      assertTrue(awaitResult("letter").contains("FileAlreadyExists"), service::output);
      assertTrue(type(0, "dead", "default").contains("letter"));
      Files.delete(flag);

      type(0, "retry", "letter", "--by", "anna");

      assertTrue(awaitResult("letter").contains("\"status\":\"Success\""), service::output);
      assertEquals("3", field("letter", "attempt"));
      assertEquals(1, client.finishedEvents("letter"));
      assertEquals(0, redis.commands().zcard("bifrost:queue:default:dead"));
      type(1, "retry", "letter");
      type(4, "retry", "nobody");
    }
  }

  private Service start(String name, int children) throws IOException {
    return Service.start(
        Files.createDirectories(folder.resolve(name)),
        redis.uri(),
        children,
        "--config",
        config.toString());
  }

  /** Runs one command as operators do, and answers what it printed. */
  private String type(int expected, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", Path.of("target", "bifrost.jar").toAbsolutePath().toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--redis", redis.uri()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), output);
    assertEquals(expected, process.exitValue(), output);
    return output;
  }

  private String awaitResult(String id) {
    await("the result of " + id)
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(20))
        .conditionEvaluationListener(
            condition -> {
              if (condition.getRemainingTimeInMS() <= 0) {
                throw new AssertionError("The state is " + redis.commands().hgetall(state(id)));
              }
            })
        .until(() -> client.result(id).isPresent());
    return client.result(id).orElseThrow();
  }

  private List<String> eventTypes(String id) {
    return redis.commands().xrange("bifrost:exec:" + id + ":events", Range.unbounded()).stream()
        .map(entry -> entry.getBody().get("type"))
        .toList();
  }

  private String status(String id) {
    return field(id, "status");
  }

  private String field(String id, String name) {
    return client.state(id, name).orElse("");
  }

  private static String state(String id) {
    return "bifrost:exec:" + id + ":state";
  }

  private static String keyed(int millis) {
    return context(
        "wait", "\"parameters\":{\"millis\":" + millis + "},\"concurrency_key\":\"printer\"");
  }

  private static String flaky(boolean crash) {
    return "{\"workflow_code\":\""
        + FLAKY
        + "\",\"parameters\":{\"crash\":"
        + crash
        + "},\"crash_credits\":0}";
  }

  private static String context(String method, String more) {
    return "{\"function_name\":\""
        + WORKFLOWS
        + "::"
        + method
        + "\""
        + (more.isEmpty() ? "" : "," + more)
        + "}";
  }
}

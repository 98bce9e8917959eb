package dev.bifrost.supervisor.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.supervisor.testing.RedisExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever clients send is set aside with the reason, and never in the way of the next. */
final class PoisonIT {

  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static final String QUEUE = "bifrost:queue:default";
  private static final String NOTHING =
      "{\"function_name\":\"" + Workflows.class.getName() + "::nothing\"}";
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private final RedisClient client = new RedisClient(redis);

  @Test
  void entriesThatAreNoExecutionAreDroppedAndTheNextOneRuns() throws IOException {
    try (Service service = Service.start(folder, redis.uri(), 1)) {
      queue(Map.of("nonsense", "x"));
      queue(Map.of("execution_id", ""));
      queue(Map.of("execution_id", "x".repeat(10 << 20)));
      queue(Map.of("execution_id", "a/../b"));
      queue(Map.of("execution_id", "fat", "payload", "x".repeat(1 << 20)));
      Map<String, String> fields = new LinkedHashMap<>(Map.of("execution_id", "wide"));
      for (int number = 0; number < 10_000; number++) {
        fields.put("field-" + number, "x");
      }
      queue(fields);
      redis.commands().zadd(QUEUE + ":scheduled", 1.0, "x".repeat(10 << 20));
      redis.commands().zadd(QUEUE + ":scheduled", 2.0, "no id!");
      redis.commands().set("bifrost:exec:extra:context", with("\"colour\":\"blue\""));
      queue(Map.of("execution_id", "extra", "colour", "blue"));
      client.send("good", NOTHING);

      assertTrue(result(service, "extra").contains("\"status\":\"Success\""));
      assertTrue(result(service, "good").contains("\"status\":\"Success\""));
      await("everything to be set aside")
          .atMost(LONG)
          .until(() -> client.queued() + redis.commands().zcard(QUEUE + ":scheduled") == 0);
      assertEquals(2, client.results());
      for (String reason :
          new String[] {"no field execution_id", "a/../b", "allowed are 64.0 KiB", "no id!"}) {
        assertTrue(service.output().contains(reason), () -> reason + ":\n" + service.output());
      }
      assertTrue(service.output().length() < 100_000, "the log repeats what was sent");
    }
  }

  @Test
  void contextsThatAreNoneAreResultsThatNameTheProblemAndTheNextOneRuns() throws IOException {
    Map<String, String> poison = new LinkedHashMap<>();
    poison.put("empty", "");
    poison.put("nan", with("\"parameters\":{\"x\":NaN}"));
    poison.put("twice", with("\"timeout_seconds\":1,\"timeout_seconds\":2"));
    poison.put(
        "deep", with("\"parameters\":{\"x\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}"));
    poison.put("list", "[1]");
    poison.put("trailing", NOTHING + " {}");
    poison.put("number", with("\"timeout_seconds\":1e999999999"));
    poison.put("large", with("\"name\":\"" + "x".repeat(50 << 20) + "\""));
    try (Service service = Service.start(folder, redis.uri(), 1)) {
      poison.forEach(client::send);
      redis.commands().lpush("bifrost:exec:typed:context", "a");
      queue(Map.of("execution_id", "typed"));
      client.send("good", NOTHING);

      assertTrue(result(service, "good").contains("\"status\":\"Success\""));
      assertMalformed(service, "typed", "must hold a string, but holds a list");
      assertMalformed(service, "empty", "");
      assertMalformed(service, "nan", "NaN");
      assertMalformed(service, "twice", "Duplicate");
      assertMalformed(service, "deep", "nesting depth");
      assertMalformed(service, "list", "must be a JSON object");
      assertMalformed(service, "trailing", "not valid JSON");
      assertMalformed(service, "number", "timeout_seconds");
      assertMalformed(service, "large", "allowed are 16.0 MiB");
    }
  }

  @Test
  void keysOfAnotherTypeHoldUpNobody() throws IOException {
    redis.commands().set("bifrost:queues", "no set");
    redis.commands().set("bifrost:events", "no stream");
    redis.commands().set(QUEUE + ":scheduled", "no sorted set");
    redis.commands().set("bifrost:recurring", "no hash");
    redis.commands().lpush("bifrost:exec:spoilt:state", "a");
    redis.commands().lpush("bifrost:exec:spoilt:result", "a");
    redis.commands().set("bifrost:exec:spoilt:events", "a");
    try (Service service = Service.start(folder, redis.uri(), 1)) {
      client.send("spoilt", NOTHING);
      client.send("good", NOTHING);

      assertTrue(result(service, "good").contains("\"status\":\"Success\""));
      await("the spoilt one")
          .atMost(LONG)
          .until(() -> redis.commands().type("bifrost:exec:spoilt:result").equals("string"));
      assertTrue(result(service, "spoilt").contains("\"status\":\"Success\""));
      assertTrue(service.output().contains("was replaced"), service::output);
    }
  }

  private static void queue(Map<String, String> fields) {
    redis.commands().xadd(QUEUE, fields);
  }

  private static String with(String more) {
    return NOTHING.replaceFirst("}$", "," + more + "}");
  }

  private void assertMalformed(Service service, String id, String reason) {
    String result = result(service, id);
    assertTrue(result.contains("\"error_type\":\"MalformedContext\""), result);
    assertTrue(result.contains(reason), result);
    assertTrue(result.length() < 10_000, "the result repeats what was sent");
  }

  private String result(Service service, String id) {
    await("the result of " + id)
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(50))
        .failFast("the service ended", () -> ProcessHandle.of(service.pid()).isEmpty())
        .until(() -> client.result(id).isPresent());
    return client.result(id).orElseThrow();
  }
}

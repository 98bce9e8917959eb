package dev.bifrost.supervisor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.Range;
import io.lettuce.core.SetArgs;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What operators do with dead letters and with what waits, against a real Redis. */
final class OperatorCommandsTest {

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final String CONTEXT = "{\"function_name\":\"a.B\"}";

  @TempDir private Path folder;
  private Terminal terminal;
  private RedisClusterCommands<String, String> redis;

  @BeforeEach
  void sitDown() {
    terminal = new Terminal(folder, Map.of("BIFROST_REDIS_URI", REDIS.uri()));
    redis = REDIS.commands();
  }

  @Nested
  final class WithDeadLetters {

    @Test
    void deadListsThemWithTimeCauseAndAttempts() {
      assertEquals(0, terminal.type("dead"));
      assertTrue(terminal.out().contains("There are no dead letters."), terminal.out());
      die("x");
      redis.zadd("bifrost:queue:reports:dead", 2_000, "expired");

      assertEquals(0, terminal.type("dead", "reports"), terminal.err());

      assertTrue(
          terminal
              .out()
              .matches(
                  "(?s).*x +1970-01-01T00:00:01.000Z +heap_oom +4 +It ran out of memory\\R.*"
                      + "expired +1970-01-01T00:00:02.000Z +expired +-\\R.*"),
          terminal.out());
      assertEquals(0, terminal.type("dead", "reports", "--json"));
      assertEquals("x", terminal.json().path(0).path("execution_id").asString());
      assertEquals(4, terminal.json().path(0).path("attempts").asInt());
      assertEquals("heap_oom", terminal.json().path(0).path("cause").asString());
      assertTrue(terminal.json().path(1).path("attempts").isNull());
    }

    @Test
    void retryQueuesItAgainWithAllItsCreditsAndSaysWho() {
      die("x");

      assertEquals(0, terminal.type("retry", "x", "--by", "anna"), terminal.err());

      assertEquals(List.of("x"), queued());
      assertEquals(0, redis.zcard("bifrost:queue:reports:dead"));
      assertNull(redis.get("bifrost:exec:x:result"));
      assertNull(redis.get("bifrost:exec:x:cancel"));
      Map<String, String> state = redis.hgetall("bifrost:exec:x:state");
      assertEquals("Pending", state.get("status"));
      assertEquals("0", state.get("crashes"));
      assertEquals("0", state.get("failures"));
      assertEquals("4", state.get("attempt"));
      assertEquals(-1, redis.ttl("bifrost:exec:x:context"));
      List<StreamMessage<String, String>> journal = journal("x");
      assertEquals(1, journal.size());
      assertEquals("revived", journal.get(0).getBody().get("type"));
      assertEquals(
          "{\"by\":\"anna\",\"finished\":{\"status\":\"Failed\"}}",
          journal.get(0).getBody().get("data"));
    }

    @Test
    void retryTwiceQueuesItOnce() {
      die("x");

      assertEquals(0, terminal.type("retry", "x"));
      assertEquals(1, terminal.type("retry", "x"));

      assertTrue(terminal.err().contains("x is no dead letter; it is Pending"), terminal.err());
      assertEquals(List.of("x"), queued());
    }

    @Test
    void aRetryThatWasCutOffCanBeRepeated() {
      die("x");
      assertEquals(0, terminal.type("retry", "x"));
      redis.del("bifrost:queue:reports");
      redis.zadd("bifrost:queue:reports:dead", 1_000, "x");

      assertEquals(0, terminal.type("retry", "x"), terminal.err());

      assertEquals(List.of("x"), queued());
      assertEquals(1, journal("x").size());
    }

    @Test
    void retryOfAllSaysWhichCannotRunAgain() {
      die("x");
      die("y");
      die("z");
      redis.del("bifrost:exec:y:context");

      assertEquals(1, terminal.type("retry", "--all-dead", "reports"));

      assertEquals(List.of("x", "z"), queued());
      assertTrue(terminal.out().contains("2 dead letters of reports are queued again."));
      assertTrue(terminal.err().contains("[y]"), terminal.err());
      assertNotNull(redis.zscore("bifrost:queue:reports:dead", "y"));
    }

    @Test
    void retryTellsTheUnknownFromTheLiving() {
      assertEquals(4, terminal.type("retry", "nobody"));
      assertTrue(terminal.err().contains("There is no execution nobody"), terminal.err());

      redis.hset("bifrost:exec:run:state", Map.of("status", "Running", "queue", "reports"));
      assertEquals(1, terminal.type("retry", "run"));
      assertTrue(terminal.err().contains("run is no dead letter; it is Running"), terminal.err());
    }

    @Test
    void retryNeedsExactlyOneChoice() {
      assertEquals(2, terminal.type("retry"));
      assertEquals(2, terminal.type("retry", "x", "--all-dead", "reports"));
    }

    @Test
    void deleteTakesItOffTheListAndKeepsItsResult() {
      die("x");

      assertEquals(0, terminal.type("dead", "--delete", "x", "--by", "anna"), terminal.err());

      assertEquals(0, redis.zcard("bifrost:queue:reports:dead"));
      assertNotNull(redis.get("bifrost:exec:x:result"));
      List<StreamMessage<String, String>> journal = journal("x");
      assertEquals("deleted", journal.get(1).getBody().get("type"));
      assertEquals("{\"by\":\"anna\"}", journal.get(1).getBody().get("data"));
      assertEquals(1, terminal.type("dead", "--delete", "x"));
    }

    @Test
    void deleteAllNeedsTheQueueAndEmptiesIt() {
      die("x");
      die("y");

      assertEquals(2, terminal.type("dead", "--delete-all"));
      assertEquals(2, terminal.type("dead", "reports", "--delete", "x"));
      assertEquals(0, terminal.type("dead", "reports", "--delete-all", "--json"));

      assertEquals(2, terminal.json().path("deleted").size());
      assertEquals(0, redis.zcard("bifrost:queue:reports:dead"));
    }

    private void die(String id) {
      String keys = "bifrost:exec:" + id + ":";
      redis.set(keys + "context", CONTEXT, SetArgs.Builder.ex(100));
      redis.set(
          keys + "result",
          "{\"execution_id\":\""
              + id
              + "\",\"status\":\"Failed\",\"error\":\"It ran out of memory\","
              + "\"error_type\":\"OutOfMemoryError\",\"attempt\":4,"
              + "\"death\":{\"cause\":\"heap_oom\"}}");
      redis.hset(
          keys + "state",
          Map.of(
              "status",
              "Failed",
              "queue",
              "reports",
              "exhausted",
              "true",
              "attempt",
              "4",
              "crashes",
              "4"));
      redis.xadd(
          keys + "events",
          Map.of("type", "finished", "status", "Failed", "data", "{\"status\":\"Failed\"}"));
      redis.zadd("bifrost:queue:reports:dead", 1_000, id);
      redis.sadd("bifrost:queues", "reports");
    }
  }

  @Nested
  final class Doctor {

    @Test
    void tellsWhatThereIsAndWhatToChange() {
      assertEquals(1, terminal.type("doctor", "--redis", "redis://127.0.0.1:1"));
      assertTrue(terminal.out().matches("(?s).*bad +Redis +.*cannot be reached.*"), terminal.out());
      assertTrue(terminal.out().contains("Nothing runs without it."), terminal.out());

      terminal.type("doctor", "--json");
      Map<String, String> verdicts = new HashMap<>();
      terminal
          .json()
          .forEach(
              found ->
                  verdicts.put(found.path("subject").asString(), found.path("verdict").asString()));
      assertEquals("good", verdicts.get("JDK of children"), terminal.out());
      assertEquals("good", verdicts.get("Redis"), terminal.out());
      assertEquals("good", verdicts.get("role"), terminal.out());
      assertEquals("good", verdicts.get("clocks"), terminal.out());
      assertEquals("good", verdicts.get("persistence"), terminal.out());
    }

    @Test
    void isContentWithoutARedisWhereServeBringsOne() {
      terminal = new Terminal(folder, Map.of());

      assertEquals(0, terminal.type("doctor"), terminal.out());

      assertTrue(terminal.out().contains("embedded; \"bifrost serve\" starts it"), terminal.out());
    }
  }

  @Nested
  final class Cancelling {

    @Test
    void whatWaitsInAQueueIsCancelledAtOnceWithoutASupervisor() {
      redis.set("bifrost:exec:x:context", CONTEXT);
      redis.xadd("bifrost:queue:default", Map.of("execution_id", "x"));

      assertEquals(0, terminal.type("cancel", "x", "--by", "anna", "--reason", "wrong month"));

      assertTrue(terminal.out().contains("x is cancelled; it had not begun."), terminal.out());
      String result = redis.get("bifrost:exec:x:result");
      assertTrue(result.contains("\"status\":\"Cancelled\""), result);
      assertTrue(result.contains("by anna: wrong month"), result);
      assertEquals("Cancelled", redis.hget("bifrost:exec:x:state", "status"));
      assertEquals(1, terminal.type("cancel", "x"));
      assertTrue(terminal.err().contains("has ended already: Cancelled"), terminal.err());
    }

    @Test
    void whatRunsIsAskedToEndAndTheFirstWhoAskedStands() {
      redis.set("bifrost:exec:x:context", CONTEXT);
      redis.hset("bifrost:exec:x:state", Map.of("status", "Running", "attempt", "1"));

      assertEquals(0, terminal.type("cancel", "x", "--by", "anna"));
      assertTrue(terminal.out().contains("Cancellation of x is asked for."), terminal.out());
      assertEquals(0, terminal.type("cancel", "x", "--by", "bert"));

      assertTrue(terminal.out().contains("was asked for before, by anna."), terminal.out());
      assertTrue(redis.get("bifrost:exec:x:cancel").contains("anna"));
      assertNull(redis.get("bifrost:exec:x:result"));
    }
  }

  private List<String> queued() {
    return redis.xrange("bifrost:queue:reports", Range.unbounded()).stream()
        .map(entry -> entry.getBody().get("execution_id"))
        .toList();
  }

  private List<StreamMessage<String, String>> journal(String id) {
    return redis.xrange("bifrost:exec:" + id + ":events", Range.unbounded());
  }
}

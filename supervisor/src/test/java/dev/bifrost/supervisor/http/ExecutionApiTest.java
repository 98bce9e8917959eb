package dev.bifrost.supervisor.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.HttpCaller;
import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The API against a real Redis, in which the test plays the supervisor. */
class ExecutionApiTest {

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final String EXECUTIONS = "/api/v1/executions";

  private HttpBench bench;
  private HttpCaller caller;
  private RedisClusterCommands<String, String> redis;

  @BeforeEach
  void open() throws RedisTroubleException {
    bench = HttpBench.open(REDIS.link(), Optional.empty(), HttpBench.WELL);
    caller = bench.caller();
    redis = REDIS.commands();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void anExecutionIsSent() {
    HttpCaller.Reply reply =
        caller.post(
            EXECUTIONS, "{\"execution_id\":\"x\",\"function_name\":\"A\",\"queue\":\"reports\"}");

    assertEquals(201, reply.status(), reply.body());
    assertEquals("/api/v1/executions/x", header(reply, "location"));
    assertEquals(
        "{\"execution_id\":\"x\",\"queue\":\"reports\",\"status\":\"Pending\"}", reply.body());
    assertEquals(
        Map.of("execution_id", "x"),
        redis.xrange("bifrost:queue:reports", Range.unbounded()).get(0).getBody());
    assertTrue(redis.ttl("bifrost:exec:x:context") > 0);
  }

  @Test
  void anExecutionIsScheduled() {
    HttpCaller.Reply reply =
        caller.post(
            EXECUTIONS + "?at=2999-12-24T18:00:00%2B01:00&queue=later",
            "{\"execution_id\":\"x\",\"function_name\":\"A\"}");

    assertEquals(201, reply.status(), reply.body());
    assertEquals("Scheduled", redis.hget("bifrost:exec:x:state", "status"));
    assertEquals(
        (double) Instant.parse("2999-12-24T17:00:00Z").toEpochMilli(),
        redis.zscore("bifrost:queue:later:scheduled", "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"function_name":  | 400 | not valid JSON
          [] | 400 | must be a JSON object
          {} | 400 | must be a context
          {"function_name":"A","execution_id":"a b"} | 400 | a b
          {"function_name":"A","timeout_seconds":"soon"} | 400 | timeout_seconds
          """)
  void whatIsNoExecutionIsRefused(String body, int status, String reason) {
    HttpCaller.Reply reply = caller.post(EXECUTIONS, body);

    assertProblem(status, reason, reply);
    assertEquals(List.of(), redis.keys("*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?at=tomorrow", "?queue=a%20b", "?queue=a&queue=b"})
  void parametersThatMeanNothingAreRefused(String query) {
    assertProblem(400, "parameter", caller.post(EXECUTIONS + query, "{\"function_name\":\"A\"}"));
    assertEquals(List.of(), redis.keys("*"));
  }

  @Test
  void anIdThatAnotherExecutionHasIsAConflict() {
    redis.set("bifrost:exec:x:context", "{}");

    assertProblem(
        409,
        "an ID runs once",
        caller.post(EXECUTIONS, "{\"execution_id\":\"x\",\"function_name\":\"A\"}"));
  }

  @Test
  void anExecutionIsShownWithStateAndResult() {
    redis.hset("bifrost:exec:x:state", Map.of("status", "Running", "attempt", "2"));
    JsonNode running = caller.get(EXECUTIONS + "/x").json();
    assertEquals("Running", running.path("status").asString());
    assertEquals("2", running.path("state").path("attempt").asString());
    assertTrue(running.path("result").isNull());

    redis.set("bifrost:exec:x:result", "{\"status\":\"Success\",\"result\":{\"sum\":42}}");
    JsonNode ended = caller.get(EXECUTIONS + "/x").json();
    assertEquals("Success", ended.path("status").asString());
    assertEquals(42, ended.path("result").path("result").path("sum").asInt());
  }

  @Test
  void anExecutionThatNobodySentIsNotFound() {
    assertProblem(404, "There is no execution x", caller.get(EXECUTIONS + "/x"));
    assertProblem(404, "There is no execution x", caller.get(EXECUTIONS + "/x/events"));
    for (String action : List.of("cancel", "retry", "signal")) {
      assertProblem(
          404,
          "There is no execution x",
          caller.post(EXECUTIONS + "/x/" + action, "{\"name\":\"go\"}"));
    }
    assertProblem(400, "a b", caller.get(EXECUTIONS + "/a%20b"));
  }

  @Test
  void aWaitingExecutionIsCancelledAtOnce() {
    caller.post(EXECUTIONS, "{\"execution_id\":\"x\",\"function_name\":\"A\"}");

    HttpCaller.Reply reply =
        caller.post(EXECUTIONS + "/x/cancel", "{\"by\":\"anna\",\"reason\":\"wrong month\"}");

    assertEquals(202, reply.status(), reply.body());
    assertTrue(reply.json().path("ended").asBoolean());
    assertTrue(redis.get("bifrost:exec:x:result").contains("by anna: wrong month"));
    assertProblem(409, "has ended already", caller.post(EXECUTIONS + "/x/cancel", ""));
  }

  @Test
  void aRunningExecutionIsAskedToEnd() {
    redis.hset("bifrost:exec:x:state", Map.of("status", "Running", "attempt", "1"));

    HttpCaller.Reply reply = caller.post(EXECUTIONS + "/x/cancel", "");

    assertEquals(202, reply.status(), reply.body());
    assertEquals(
        new CancelRequest("http", null), CancelRequest.parse(redis.get("bifrost:exec:x:cancel")));
    assertEquals(
        "http",
        caller
            .post(EXECUTIONS + "/x/cancel", "{\"by\":\"anna\"}")
            .json()
            .path("asked_before_by")
            .asString());
  }

  @Test
  void aDeadLetterIsQueuedAgain() {
    redis.set("bifrost:exec:x:context", "{}");
    redis.set("bifrost:exec:x:result", "{}");
    redis.hset(
        "bifrost:exec:x:state",
        Map.of("status", "Failed", "queue", "reports", "exhausted", "true"));
    redis.zadd("bifrost:queue:reports:dead", 1, "x");

    assertEquals(202, caller.post(EXECUTIONS + "/x/retry", "").status());

    assertEquals(1, redis.xlen("bifrost:queue:reports"));
    assertNull(redis.get("bifrost:exec:x:result"));
    assertProblem(409, "is no dead letter", caller.post(EXECUTIONS + "/x/retry", ""));
  }

  @Test
  void aDeadLetterWhoseContextIsGoneCannotRun() {
    redis.set("bifrost:exec:x:result", "{}");
    redis.hset(
        "bifrost:exec:x:state",
        Map.of("status", "Failed", "queue", "reports", "exhausted", "true"));
    redis.zadd("bifrost:queue:reports:dead", 1, "x");

    assertProblem(410, "its context has expired", caller.post(EXECUTIONS + "/x/retry", ""));
  }

  @Test
  void aSignalIsSent() {
    redis.hset("bifrost:exec:x:state", Map.of("status", "Running"));

    HttpCaller.Reply reply =
        caller.post(EXECUTIONS + "/x/signal", "{\"name\":\"go\",\"data\":{\"n\":1}}");

    assertEquals(202, reply.status(), reply.body());
    assertEquals(
        Map.of("name", "go", "data", "{\"n\":1}"),
        redis.xrange("bifrost:exec:x:signals", Range.unbounded()).get(0).getBody());
    assertProblem(400, "name", caller.post(EXECUTIONS + "/x/signal", "{}"));
    redis.set("bifrost:exec:x:result", "{}");
    assertProblem(
        409, "has ended already", caller.post(EXECUTIONS + "/x/signal", "{\"name\":\"go\"}"));
  }

  @Test
  void eventsComeAsTheyHappenAndEndWithTheExecution() {
    redis.hset("bifrost:exec:x:state", Map.of("status", "Running"));
    String first = journal("x", "started", "{\"attempt\":1}");

    try (Stream<String> lines = caller.lines(EXECUTIONS + "/x/events")) {
      Iterator<String> line = lines.iterator();
      assertEquals("id: " + first, line.next());
      assertEquals("event: started", line.next());
      assertEquals("data: {\"attempt\":1}", line.next());
      assertEquals("", line.next());

      String last = journal("x", "finished", "{\"status\":\"Success\"}");
      assertEquals("id: " + last, line.next());
      assertEquals("event: finished", line.next());
      assertEquals("data: {\"status\":\"Success\"}", line.next());
      assertEquals("", line.next());
      assertTrue(!line.hasNext(), "the stream should have ended");
    }
  }

  @Test
  void eventsGoOnBehindTheLastOneThatIsKnown() {
    String first = journal("x", "started", "{}");
    journal("x", "log", "{\"message\":\"a\\nb\"}");
    String last = journal("x", "finished", "{}");
    redis.set("bifrost:exec:x:result", "{}");

    try (Stream<String> lines = caller.lines(EXECUTIONS + "/x/events", "Last-Event-ID", first)) {
      List<String> all = lines.toList();
      assertTrue(all.get(1).equals("event: log") && all.size() == 8, all.toString());
    }
    assertEquals(204, caller.get(EXECUTIONS + "/x/events", "Last-Event-ID", last).status());
    assertProblem(400, "Last-Event-ID", caller.get(EXECUTIONS + "/x/events", "Last-Event-ID", "a"));
  }

  @Test
  void eventsEndAlsoWhereTheJournalWasCut() {
    redis.set("bifrost:exec:x:result", "{}");
    String first = journal("x", "started", "{}");

    try (Stream<String> lines = caller.lines(EXECUTIONS + "/x/events")) {
      assertEquals("id: " + first, lines.toList().get(0));
    }
  }

  // Lettuce takes an array of a generic type; it only reads it.
  @SuppressWarnings("unchecked")
  @Test
  void executionsAreListedByStatusAndQueuePageByPage() {
    redis.sadd("bifrost:queues", "a", "b");
    for (String id : List.of("a1", "a2", "a3")) {
      redis.xadd("bifrost:queue:a", Map.of("execution_id", id));
    }
    redis.xgroupCreate(
        StreamOffset.from("bifrost:queue:a", "0"), "bifrost", XGroupCreateArgs.Builder.mkstream());
    redis.xreadgroup(
        Consumer.from("bifrost", "s"),
        io.lettuce.core.XReadArgs.Builder.count(1),
        StreamOffset.lastConsumed("bifrost:queue:a"));
    redis.hset("bifrost:exec:a1:state", Map.of("status", "Running", "queue", "a"));
    redis.zadd("bifrost:queue:b:scheduled", 1e12, "b1");
    redis.hset("bifrost:exec:b1:state", Map.of("status", "Scheduled", "queue", "b"));
    for (String id : List.of("e1", "e2")) {
      redis.hset("bifrost:exec:" + id + ":state", Map.of("status", "Success", "queue", "b"));
      redis.xadd("bifrost:events", Map.of("type", "finished", "execution_id", id, "queue", "b"));
    }

    assertEquals(List.of("a1", "a2", "a3", "b1", "e2", "e1"), listed("?limit=2"));
    assertEquals(List.of("a1"), listed("?status=Running"));
    assertEquals(List.of("a2", "a3"), listed("?status=Pending&limit=1"));
    assertEquals(List.of("b1"), listed("?status=Scheduled"));
    assertEquals(List.of("e2", "e1"), listed("?status=Success&queue=b"));
    assertEquals(List.of(), listed("?status=Success&queue=a"));
    assertProblem(400, "is no status", caller.get(EXECUTIONS + "?status=Fine"));
    assertProblem(400, "cursor", caller.get(EXECUTIONS + "?cursor=zzz"));
    assertProblem(400, "is no limit", caller.get(EXECUTIONS + "?limit=0"));
  }

  @Test
  void queuesAndSupervisorsAreShown() {
    redis.sadd("bifrost:queues", "reports");
    redis.xadd("bifrost:queue:reports", Map.of("execution_id", "x"));
    redis.hset("bifrost:supervisor:s1", "heartbeat", "{\"supervisor_id\":\"s1\"}");

    JsonNode queues = caller.get("/api/v1/queues").json().path("queues");
    assertEquals("default", queues.path(0).path("queue").asString());
    assertEquals("reports", queues.path(1).path("queue").asString());
    assertEquals(1, queues.path(1).path("waiting").asInt());
    assertTrue(queues.path(1).path("oldest_age_ms").asLong(-1) >= 0);
    assertEquals(
        "s1",
        caller
            .get("/api/v1/supervisors")
            .json()
            .path("supervisors")
            .path(0)
            .path("supervisor_id")
            .asString());
  }

  @Test
  void aQueueIsPausedAndResumed() {
    HttpCaller.Reply paused =
        caller.post(
            "/api/v1/queues/reports/pause", "{\"by\":\"anna\",\"reason\":\"the database moves\"}");

    assertEquals(200, paused.status(), paused.body());
    assertTrue(paused.json().path("paused").asBoolean());
    assertEquals("true", redis.hget("bifrost:queue:reports:settings", "paused"));
    assertEquals("anna", paused.json().path("paused_by").asString());

    HttpCaller.Reply resumed = caller.post("/api/v1/queues/reports/resume", "");
    assertFalse(resumed.json().path("paused").asBoolean(true), resumed.body());
    assertProblem(400, "a b", caller.post("/api/v1/queues/a%20b/pause", ""));
    assertProblem(400, "a b", caller.post("/api/v1/queues/a%20b/resume", ""));
  }

  @Test
  void anUnreachableRedisIsSaid() throws IOException, InterruptedException {
    REDIS.pause();
    try {
      assertProblem(503, "Redis", caller.get("/api/v1/queues"));
      assertProblem(503, "Redis", caller.get("/api/v1/supervisors"));
    } finally {
      REDIS.resume();
    }
  }

  private List<String> listed(String query) {
    List<String> found = new ArrayList<>();
    String next = query;
    for (int page = 0; page < 20; page++) {
      JsonNode json = caller.get(EXECUTIONS + next).json();
      StreamSupport.stream(json.path("executions").spliterator(), false)
          .map(execution -> execution.path("execution_id").asString())
          .forEach(found::add);
      if (json.path("cursor").isNull()) {
        return found;
      }
      next = query + (query.isEmpty() ? "?" : "&") + "cursor=" + json.path("cursor").asString();
    }
    throw new AssertionError("no end: " + found);
  }

  private String journal(String id, String type, String data) {
    return redis.xadd("bifrost:exec:" + id + ":events", Map.of("type", type, "data", data));
  }

  private static String header(HttpCaller.Reply reply, String name) {
    return reply.response().headers().firstValue(name).orElse("");
  }

  private static void assertProblem(int status, String reason, HttpCaller.Reply reply) {
    assertEquals(status, reply.status(), reply.body());
    assertEquals("application/problem+json", reply.type());
    assertEquals(status, reply.json().path("status").asInt());
    assertTrue(reply.detail().contains(reason), reply.body());
  }
}

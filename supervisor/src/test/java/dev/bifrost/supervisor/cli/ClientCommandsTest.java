package dev.bifrost.supervisor.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.supervisor.redis.RedisTroubleException;
import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands against a real Redis, in which the test plays the supervisor. */
class ClientCommandsTest {

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final String SUCCESS =
      """
      {"execution_id":"%s","status":"Success","success":true,"result":{"sum":42},"error":null,
      "error_type":null,"duration_ms":1250,"logs":[{"timestamp":"2026-01-01T00:00:00.000Z",
      "level":"INFO","logger":"com.acme.Sum","message":"adding","source":"log"}],
      "metrics":{"cpu_total_seconds":0.5,"peak_memory_bytes":104857600}}
      """;
  private static final String DEATH =
      """
      {"execution_id":"%s","status":"Failed","success":false,"result":null,
      "error":"The child ran out of memory","error_type":"OutOfMemoryError","duration_ms":10,
      "logs":[],"metrics":{},"death":{"cause":"heap_oom","exit_code":3,
      "message":"The heap was exhausted.","last_output":"\\u001b[2Jjava.lang.OutOfMemoryError"}}
      """;

  @TempDir private Path folder;
  private Terminal terminal;
  private RedisClusterCommands<String, String> redis;

  @BeforeEach
  void sitDown() {
    terminal = new Terminal(folder, Map.of("BIFROST_REDIS_URI", REDIS.uri()));
    redis = REDIS.commands();
  }

  @Test
  void submitWritesTheContextAndTheEntry() throws IOException {
    Path parameters = Files.writeString(folder.resolve("p.json"), "{\"a\":1,\"b\":2}");
    Path code = Files.writeString(folder.resolve("A.java"), "class A {}");

    int exit =
        terminal.type(
            "submit --id x --queue reports --function A --timeout 90s -p b=[3] -p c=text --code"
                .concat(" " + code + " --params-file " + parameters)
                .split(" "));

    assertEquals(0, exit, terminal.err());
    assertEquals("x\n", terminal.out());
    assertEquals(
        "{\"function_name\":\"A\",\"workflow_code\":\"class A {}\",\"timeout_seconds\":90.0,"
            + "\"parameters\":{\"a\":1,\"b\":[3],\"c\":\"text\"},\"execution_id\":\"x\"}",
        redis.get("bifrost:exec:x:context"));
    assertEquals(
        Map.of("execution_id", "x"),
        redis.xrange("bifrost:queue:reports", Range.unbounded()).get(0).getBody());
    assertTrue(redis.ttl("bifrost:exec:x:context") > 0);
  }

  @Test
  void submitRefusesAnIdThatAnotherExecutionHas() {
    redis.set("bifrost:exec:x:context", "{}");

    assertEquals(2, terminal.type("submit", "--id", "x", "--function", "A"));

    assertTrue(terminal.err().contains("Another execution has the ID x"), terminal.err());
    assertEquals("{}", redis.get("bifrost:exec:x:context"));
    assertEquals(0, redis.xlen("bifrost:queue:default"));
  }

  @Test
  void submitRepeatsItselfWithoutHarm() {
    assertEquals(0, terminal.type("submit", "--id", "x", "--function", "A"));
    assertEquals(0, terminal.type("submit", "--id", "x", "--function", "A"), terminal.err());
  }

  @Test
  void submitSendsEveryLineOfAFile() throws IOException {
    Path lines =
        Files.writeString(
            folder.resolve("lines"),
            """
            {"execution_id":"one","function_name":"A"}
            {"execution_id":"two","function_name":"A","queue":"reports"}
            """);

    assertEquals(0, terminal.type("submit", "--json", "--file", lines.toString()));

    assertEquals(
        List.of(
            "{\"execution_id\":\"one\",\"queue\":\"default\"}",
            "{\"execution_id\":\"two\",\"queue\":\"reports\"}"),
        terminal.out().lines().toList());
    assertEquals(1, redis.xlen("bifrost:queue:default"));
    assertEquals(1, redis.xlen("bifrost:queue:reports"));
  }

  @Test
  void submitAtATimeSchedulesAndSaysSo() {
    assertEquals(
        0,
        terminal.type(
            "submit --id x --queue reports --function A --at 2999-12-24T18:00+01:00".split(" ")),
        terminal.err());

    double due = Instant.parse("2999-12-24T17:00:00Z").toEpochMilli();
    assertEquals(due, redis.zscore("bifrost:queue:reports:scheduled", "x"));
    assertEquals(0, redis.exists("bifrost:queue:reports"));
    assertEquals(
        Map.of("status", "Scheduled", "queue", "reports", "due_at", "2999-12-24T17:00:00.000Z"),
        redis.hgetall("bifrost:exec:x:state"));
    assertTrue(redis.pttl("bifrost:exec:x:state") > 0);
    // The context outlives the time until it is due.
    assertTrue(redis.pttl("bifrost:exec:x:context") > due - redisMillis());

    assertEquals(4, terminal.type("result", "x"));
    assertTrue(
        terminal.err().contains("it is Scheduled, due at 2999-12-24T17:00:00.000Z"),
        terminal.err());
    redis.sadd("bifrost:queues", "reports");
    assertEquals(0, terminal.type("queues"));
    assertTrue(
        terminal.out().matches("(?s).*reports +0 +0 +0 +1 +0 +2999-12-24T17:00:00.000Z\\R.*"),
        terminal.out());
  }

  @Test
  void submitAfterADurationCountsFromTheTimeOfRedis() {
    long before = redisMillis();

    assertEquals(0, terminal.type("submit", "--id", "x", "--function", "A", "--at", "+90s"));

    double due = redis.zscore("bifrost:queue:default:scheduled", "x");
    assertTrue(due >= before + 90_000 && due <= redisMillis() + 90_000, () -> "due at " + due);
  }

  @Test
  void submitAtATimeLeavesWhatHasBegun() {
    redis.set("bifrost:exec:x:context", "{\"function_name\":\"A\",\"execution_id\":\"x\"}");
    redis.hset("bifrost:exec:x:state", "status", "Running");

    assertEquals(0, terminal.type("submit", "--id", "x", "--function", "A", "--at", "+1h"));

    assertEquals("Running", redis.hget("bifrost:exec:x:state", "status"));
    assertEquals(-1, redis.pttl("bifrost:exec:x:state"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tomorrow", "2026-12-24T18:00", "18:00", "+", "+-5s", "90s", "+5"})
  void submitRefusesWhatIsNoTime(String text) {
    assertEquals(2, terminal.type("submit", "--function", "A", "--at", text));

    assertTrue(terminal.err().contains("Allowed"), terminal.err());
    assertEquals(List.of(), redis.keys("*"));
  }

  @Test
  void submitWaitsForTheEndAndTellsIt() throws Exception {
    CompletableFuture<Integer> typed =
        CompletableFuture.supplyAsync(
            () -> terminal.type("submit", "--id", "x", "--function", "A", "--wait"));
    awaitEntry("bifrost:queue:default");
    finish("x", SUCCESS, "Success");

    assertEquals(0, typed.join(), terminal.err());
    assertTrue(terminal.out().contains("x  Success  1.25 s, CPU 0.50 s, peak memory 100.0 MiB"));
  }

  @Test
  void submitOfManyShowsEachResultWhenItComesAndAllOfThemAtTheEnd() throws Exception {
    Path lines = Files.writeString(folder.resolve("lines"), lines("one", "two", "three"));
    terminal.standBefore(Screen.of("err:24 60", Map.of()));
    CompletableFuture<Integer> typed =
        CompletableFuture.supplyAsync(
            () -> terminal.type("submit", "--file", lines.toString(), "--wait", "--json"));
    await("all are sent").until(() -> redis.xlen("bifrost:queue:default") == 3);
    finish("three", SUCCESS, "Success");
    redis.xadd("bifrost:events", Map.of("type", "finished", "execution_id", "three"));
    await("the first result").until(() -> !terminal.out().isEmpty());
    // Nothing tells of this one: its end is found all the same.
    finish("one", DEATH, "Failed");
    await("the second result").until(() -> terminal.out().lines().count() == 2);
    finish("two", SUCCESS, "Success");
    redis.xadd("bifrost:events", Map.of("type", "finished", "execution_id", "two"));

    assertEquals(1, typed.join(), terminal.err());
    assertEquals(
        List.of("three", "one", "two"),
        terminal.out().lines().map(line -> line.replaceAll(".*_id\":\"(\\w+).*", "$1")).toList());
    assertTrue(terminal.err().contains("Done [=========="), terminal.err());
    assertTrue(terminal.err().contains("2/3  66 %"), terminal.err());
    assertTrue(terminal.err().endsWith(": 1 Failed, 2 Success.\n"), terminal.err());
  }

  @Test
  void submitOfManyGoesOnBehindAnIdThatIsTaken() throws IOException {
    redis.set("bifrost:exec:one:context", "{}");
    Path lines = Files.writeString(folder.resolve("lines"), lines("one", "two"));

    assertEquals(1, terminal.type("submit", "--file", lines.toString()));

    assertEquals("two\n", terminal.out());
    assertTrue(terminal.err().contains("Another execution has the ID one"), terminal.err());
    assertEquals(1, redis.xlen("bifrost:queue:default"));
  }

  @Test
  void resultShowsASuccess() {
    finish("x", SUCCESS, "Success");

    assertEquals(0, terminal.type("result", "x"));
    assertTrue(terminal.out().contains("\"sum\" : 42"), terminal.out());
    assertTrue(terminal.out().contains("INFO  Sum: adding"), terminal.out());

    assertEquals(0, terminal.type("result", "x", "--json"));
    assertEquals(42, terminal.json().path("result").path("sum").asInt());
  }

  @Test
  void resultShowsADeathWithoutLettingItCommandTheTerminal() {
    finish("x", DEATH, "Failed");

    assertEquals(1, terminal.type("result", "x"));

    assertTrue(terminal.out().contains("heap_oom: The heap was exhausted."), terminal.out());
    assertTrue(terminal.out().contains("exit code   3"), terminal.out());
    assertTrue(terminal.out().contains("\uFFFD[2Jjava.lang.OutOfMemoryError"), terminal.out());
    assertFalse(terminal.out().contains("\u001b"), terminal.out());
  }

  @Test
  void resultTellsAMissingExecutionFromAnUnfinishedOne() {
    assertEquals(4, terminal.type("result", "x"));
    assertTrue(terminal.err().contains("There is no execution x"), terminal.err());

    redis.hset("bifrost:exec:x:state", Map.of("status", "Running"));
    assertEquals(4, terminal.type("result", "x"));
    assertTrue(terminal.err().contains("no result yet; it is Running"), terminal.err());
  }

  @Test
  void waitGivesUpAfterItsTime() {
    redis.set("bifrost:exec:x:context", "{}");

    assertEquals(5, terminal.type("wait", "x", "--timeout", "20ms"));

    assertTrue(terminal.err().contains("has not ended in that time; it goes on"), terminal.err());
  }

  @Test
  void waitShowsAResultWhoseJournalIsGone() {
    redis.set("bifrost:exec:x:result", DEATH.formatted("x"));

    assertEquals(1, terminal.type("wait", "x", "--json"));

    assertEquals("heap_oom", terminal.json().path("death").path("cause").asString());
  }

  @Test
  void waitForNobodyIsNotFound() {
    assertEquals(4, terminal.type("wait", "x"));
  }

  @Test
  void logsAreThoseOfTheJournal() {
    journal("x", "log", "{\"level\":\"WARN\",\"logger\":\"a.B\",\"message\":\"low\"}");
    journal("x", "progress", "{\"fraction\":0.5}");

    assertEquals(0, terminal.type("logs", "x"));
    assertTrue(terminal.out().endsWith("WARN  B: low\n"), terminal.out());

    finish("x", SUCCESS, "Success");
    assertEquals(0, terminal.type("logs", "-f", "x", "--json"));
    assertEquals("low", terminal.json().path("message").asString());
  }

  @Test
  void logsFallBackToThoseOfTheResult() {
    redis.set("bifrost:exec:x:result", SUCCESS.formatted("x"));

    assertEquals(0, terminal.type("logs", "x"));

    assertTrue(terminal.out().contains("INFO  Sum: adding"), terminal.out());
    assertEquals(4, terminal.type("logs", "y"));
  }

  @Test
  void cancelSetsTheKey() {
    redis.set("bifrost:exec:x:context", "{}");

    assertEquals(0, terminal.type("cancel", "x", "--by", "anna", "--reason", "wrong month"));

    assertEquals(
        new CancelRequest("anna", "wrong month"),
        CancelRequest.parse(redis.get("bifrost:exec:x:cancel")));
    assertTrue(redis.ttl("bifrost:exec:x:cancel") > 0);
  }

  @Test
  void cancelLeavesWhatHasEnded() {
    finish("x", SUCCESS, "Success");

    assertEquals(1, terminal.type("cancel", "x"));

    assertTrue(terminal.err().contains("has ended already: Success"), terminal.err());
    assertNull(redis.get("bifrost:exec:x:cancel"));
    assertEquals(4, terminal.type("cancel", "y"));
  }

  @Test
  void psShowsSupervisorsChildrenAndWhatTheyRun() {
    assertEquals(0, terminal.type("ps"));
    assertTrue(terminal.out().contains("No supervisor is running."), terminal.out());

    redis.hset(
        "bifrost:supervisor:s1",
        "heartbeat",
        """
        {"supervisor_id":"s1","hostname":"h","pid":7,"status":"running","queues":["default"],
        "pools":[{"name":"default","min":1,"max":2,"children":[{"pid":8,"state":"busy",
        "executions_completed":3,"rss_bytes":1048576,"execution":{"execution_id":"x",
        "elapsed_ms":1500}},{"pid":9,"state":"idle"}]}],
        "counters":{"succeeded":5,"failed":1,"timed_out":1,"crashed":1}}
        """);
    redis.hset("bifrost:exec:x:state", "progress", "0.25");
    assertEquals(0, terminal.type("ps"));
    assertTrue(terminal.out().matches("(?s).*s1 +h +7 +running +default +2 +5 +3\\R.*"));
    assertTrue(terminal.out().matches("(?s).*default +s1 +1 +1 +0 +1 +2 +good\\R.*"));
    assertTrue(
        terminal.out().matches("(?s).*8 +s1 +default +busy +1\\.0 MiB +3 +x +1\\.50 s +25 %\\R.*"),
        terminal.out());
    assertTrue(
        terminal.out().matches("(?s).*9 +s1 +default +idle +- +- +- +- +-\\R.*"), terminal.out());

    assertEquals(0, terminal.type("ps", "--json"));
    assertEquals("s1", terminal.json().path(0).path("supervisor_id").asString());
  }

  @Test
  void psWatchesUntilItIsStopped() {
    redis.hset("bifrost:supervisor:s1", "heartbeat", "{\"supervisor_id\":\"s1\"}");
    Thread typing = new Thread(() -> terminal.type("ps", "--watch=100ms", "--json"), "typing");
    typing.start();

    await("two pictures").until(() -> terminal.out().lines().count() >= 2);
    typing.interrupt();
    await("the end").until(() -> !typing.isAlive());

    assertTrue(
        terminal.out().lines().allMatch("[{\"supervisor_id\":\"s1\"}]"::equals), terminal.out());
  }

  @Test
  void queuesShowWhatWaitsAndWhatIsTaken() {
    redis.sadd("bifrost:queues", "reports");
    redis.xgroupCreate(
        StreamOffset.from("bifrost:queue:reports", "0"),
        "bifrost",
        XGroupCreateArgs.Builder.mkstream());
    for (String id : List.of("a", "b", "c")) {
      redis.xadd("bifrost:queue:reports", Map.of("execution_id", id));
    }
    takeOne("bifrost:queue:reports");
    redis.xadd("bifrost:queue:default", Map.of("execution_id", "d"));

    assertEquals(0, terminal.type("queues"));
    assertTrue(terminal.out().matches("(?s).*default +1 +0 +0 +0 +0 +-\\R.*"), terminal.out());
    assertTrue(terminal.out().matches("(?s).*reports +2 +1 +0 +0 +0 +-\\R.*"), terminal.out());

    assertEquals(0, terminal.type("queues", "--json"));
    assertEquals(2, terminal.json().path(1).path("waiting").asInt());
  }

  @Test
  void whatOthersPutAmongOurKeysIsPassedOver() {
    redis.sadd("bifrost:queues", "no queue!", "reports");
    redis.set("bifrost:supervisor:stray", "no hash");

    assertEquals(0, terminal.type("queues"), terminal.err());
    assertTrue(terminal.out().contains("reports"), terminal.out());
    assertEquals(0, terminal.type("ps"), terminal.err());
  }

  @Test
  void aKeyOfAnotherTypeIsToldWithoutAStackTrace() {
    redis.lpush("bifrost:exec:x:result", "spoiled");

    assertEquals(1, terminal.type("result", "x"));

    assertTrue(terminal.err().contains("WRONGTYPE"), terminal.err());
    assertFalse(terminal.err().contains("\tat "), terminal.err());
    assertEquals(1, terminal.type("result", "x", "--debug"));
    assertTrue(terminal.err().contains("\tat "), terminal.err());
  }

  @Test
  void theEmbeddedServersAddressIsFoundInTheStateDirectory() throws IOException {
    Path state = Files.createDirectories(folder.resolve("state/redis"));
    Files.writeString(state.resolve("uri"), REDIS.uri() + "\n");
    terminal = new Terminal(folder, Map.of());

    assertEquals(0, terminal.type("ps", "--state-dir", "state"), terminal.err());
  }

  private static String lines(String... ids) {
    return Stream.of(ids)
        .map(id -> "{\"execution_id\":\"" + id + "\",\"function_name\":\"A\"}\n")
        .collect(Collectors.joining());
  }

  private long redisMillis() {
    List<String> time = redis.time();
    return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
  }

  // Lettuce takes an array of a generic type; it only reads it.
  @SuppressWarnings("unchecked")
  private static void awaitEntry(String stream) throws RedisTroubleException {
    assertEquals(
        1,
        REDIS
            .link()
            .dedicated()
            .sync()
            .xread(XReadArgs.Builder.block(1_900), StreamOffset.from(stream, "0"))
            .size());
  }

  // As above.
  @SuppressWarnings("unchecked")
  private void takeOne(String stream) {
    assertEquals(
        1,
        redis
            .xreadgroup(
                Consumer.from("bifrost", "s1"),
                XReadArgs.Builder.count(1),
                StreamOffset.lastConsumed(stream))
            .size());
  }

  private void finish(String id, String result, String status) {
    redis.set("bifrost:exec:" + id + ":result", result.formatted(id));
    journal(id, "finished", "{\"status\":\"" + status + "\"}");
  }

  private void journal(String id, String type, String data) {
    redis.xadd("bifrost:exec:" + id + ":events", Map.of("type", type, "data", data));
  }
}

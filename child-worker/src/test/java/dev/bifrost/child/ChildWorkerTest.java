package dev.bifrost.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.child.context.ContextStores;
import dev.bifrost.child.context.RedisContextStore;
import dev.bifrost.child.lifecycle.Ending;
import dev.bifrost.child.testing.InProcessChild;
import dev.bifrost.child.testing.InProcessChildExtension;
import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ChildMessage.Goodbye;
import dev.bifrost.protocol.ChildMessage.Kind;
import dev.bifrost.protocol.ChildMessage.Result;
import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.LogSource;
import dev.bifrost.protocol.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InProcessChildExtension.class)
class ChildWorkerTest {

  @Test
  void executesAndReturnsAResult(InProcessChild child) {
    ExecutionResult result = add(child, "sum");

    assertEquals(Status.SUCCESS, result.status(), child.describe());
    assertEquals("5", result.result().text());
    assertNull(result.failure());
  }

  @Test
  void secretsThatItIsSentAreForTheWorkflowAndForNobodyElse(InProcessChild child) {
    child
        .context("secret")
        .code(
            "public class A { public static Object run(dev.bifrost.workflow.Execution e) {"
                + " System.out.println(\"printed \" + e.secret(\"db\"));"
                + " System.out.print(\"unended \" + e.secret(\"db\"));"
                + " return e.secret(\"db\").length() + \" \" + e.secret(\"db\"); } }")
        .with("secrets", Map.of("db", "env:DB_PASSWORD"))
        .put();
    child.send("!secrets secret {\"db\":\"env:hunter2\"}");

    ExecutionResult result = child.run("secret");

    assertEquals("\"11 ***\"", result.result().text(), child.describe());
    assertEquals(
        List.of("printed ***", "unended ***"),
        result.logs().stream().map(LogLine::message).toList());
    assertFalse(child.describe().contains("hunter2"), child.describe());
  }

  @Test
  void valuesInTheContextServeAChildThatIsRunByHandAndReferencesDoNot(InProcessChild child) {
    String code =
        "public class A { public static int run(dev.bifrost.workflow.Execution e) {"
            + " return e.secret(\"db\").length(); } }";
    assertEquals(
        "7",
        child
            .context("v")
            .code(code)
            .with("secrets", Map.of("db", "hunter2"))
            .run()
            .result()
            .text());
    ExecutionResult refused =
        child.context("r").code(code).with("secrets", Map.of("db", "env:DB")).run();
    assertFailed("MalformedContext", refused);
  }

  @Test
  void saysReadyBeforeAnythingElse(InProcessChild child) {
    add(child, "sum");

    ChildMessage.Ready ready = (ChildMessage.Ready) child.messages().get(0);
    assertEquals(ProcessHandle.current().pid(), ready.pid());
    assertEquals("development", ready.version());
    assertEquals(
        List.of(Kind.READY, Kind.STARTED, Kind.RESULT),
        child.messages().stream().map(ChildMessage::kind).toList());
  }

  @Test
  void loopsForSeveralExecutions(InProcessChild child) {
    for (int i = 0; i < 5; i++) {
      assertEquals("5", add(child, "sum-" + i).result().text());
    }

    assertEquals(5, results(child).size());
  }

  @Test
  void aMissingContextIsAResult(InProcessChild child) {
    ExecutionResult result = child.run("nowhere");

    assertFailed("ContextNotFound", result);
    assertMentions(result, "nowhere", "bifrost:exec:nowhere:context", "not retried");
    assertEquals("5", add(child, "next").result().text());
  }

  @Test
  void aMalformedContextIsAnotherResult(InProcessChild child) {
    child.contexts().put(new ExecutionId("bad"), "{\"function_name\": 7");

    ExecutionResult result = child.run("bad");

    assertFailed("MalformedContext", result);
    assertMentions(result, "bad", "not valid JSON", "not retried");
    assertEquals("5", add(child, "next").result().text());
  }

  @Test
  void anUnreachableStoreIsAThirdResult(InProcessChild child) {
    child.contexts().fail("connection refused");

    ExecutionResult result = child.run("later");

    assertFailed("RedisUnavailable", result);
    assertMentions(result, "later", "connection refused", "can be retried");
    child.contexts().repair();
    assertEquals("5", add(child, "later").result().text());
  }

  @Test
  void aRedisThatIsNotThereIsAnsweredWithinTheDeadline() throws IOException {
    ChildSettings settings = withRedis("redis://:secret@127.0.0.1:" + closedPort());
    try (InProcessChild child = InProcessChild.start(settings, RedisContextStore::open)) {
      ExecutionResult result = child.run("refused");

      assertFailed("RedisUnavailable", result);
      assertMentions(result, "refused", "127.0.0.1");
      assertFalse(child.describe().contains("secret"));
    }
  }

  @Test
  void anExceptionOfTheWorkflowIsAResult(InProcessChild child) {
    ExecutionResult result =
        child
            .context("throws")
            .function(Workflows.class, "fail")
            .parameter("message", "no ink")
            .run();

    assertFailed("java.lang.IllegalStateException", result);
    assertMentions(result, "no ink", "Workflows.fail");
    assertEquals("5", add(child, "next").result().text());
  }

  @Test
  void everyResultCarriesItsOwnUsage(InProcessChild child) {
    ExecutionResult missing = child.run("nowhere");
    ExecutionResult ran = add(child, "sum");

    assertNotNull(missing.usage().peakHeap());
    assertNotNull(ran.usage().cpuTotal());
    assertNotNull(ran.usage().gcCount());
  }

  @Test
  void theAttemptThatWasAnnouncedReachesTheWorkflow(InProcessChild child) {
    child.context("third").function(Workflows.class, "attempt").put();
    child.send("!attempt third 3");

    assertEquals("3", child.run("third").result().text());
    assertEquals("1", child.run("third").result().text());
  }

  @Nested
  class Output {

    @Test
    void everythingThatAWorkflowSaysIsInItsLogs(InProcessChild child) {
      ExecutionResult result = child.context("talk").function(Workflows.class, "speak").run();

      assertEquals(
          List.of("one", "two", "three 3", "four", "five", "six", "seven"),
          result.logs().stream().map(line -> firstLine(line.message())).toList(),
          child.describe());
      assertEquals(LogSource.STDOUT, result.logs().get(0).source());
      assertEquals(LogSource.STDERR, result.logs().get(1).source());
      LogLine slf4j = result.logs().get(2);
      assertEquals("com.acme.Slf4j", slf4j.logger());
      assertEquals("WARN", slf4j.level());
      assertTrue(slf4j.message().contains("RuntimeException: cause"), slf4j.message());
      assertEquals("com.acme.Jul", result.logs().get(3).logger());
      assertEquals("ERROR", result.logs().get(4).level());
    }

    @Test
    void theSameLinesAreMessagesBeforeTheResult(InProcessChild child) {
      child.context("talk").function(Workflows.class, "speak").run();

      List<Kind> kinds = child.messages().stream().map(ChildMessage::kind).toList();
      assertEquals(7, kinds.stream().filter(Kind.LOG::equals).count(), child.describe());
      assertEquals(1, kinds.stream().filter(Kind.PROGRESS::equals).count());
      assertEquals(Kind.RESULT, kinds.get(kinds.size() - 1));
    }

    @Test
    void aLineGoesOutWhileTheWorkflowStillRuns(InProcessChild child) throws InterruptedException {
      child.context("held").function(Talker.class).put();
      child.send("held");

      child.awaitMessage("the line", message -> message.kind() == Kind.LOG);

      Workflows.gate("talker").opened().countDown();
      assertEquals(Status.SUCCESS, child.awaitResult("held").status());
    }

    @Test
    void manyLinesKeepTheirOrder(InProcessChild child) {
      ExecutionResult result =
          child.context("many").function(Workflows.class, "fiveHundredLines").run();

      List<String> sent =
          child.messages().stream()
              .filter(message -> message.kind() == Kind.LOG)
              .map(message -> ((ChildMessage.Log) message).line().message())
              .toList();
      assertEquals(500, sent.size());
      assertEquals(result.logs().stream().map(LogLine::message).toList(), sent);
      assertEquals("line 499", sent.get(499));
    }

    @Test
    @SuppressWarnings("SystemOut") // What is tested is whose it is.
    void whatTheTestItselfPrintsBelongsToNoExecution(InProcessChild child)
        throws InterruptedException {
      child
          .context("silent")
          .function(Workflows.class, "waitAtGate")
          .parameter("gate", "silent")
          .put();
      child.send("silent");
      Workflows.gate("silent").started().await(30, TimeUnit.SECONDS);
      System.out.println("printed by the test");
      Workflows.gate("silent").opened().countDown();

      assertEquals(List.of(), child.awaitResult("silent").logs());
    }
  }

  @Nested
  class Ends {

    @Test
    void theEndOfTheInputFinishesWhatWasSent(InProcessChild child) {
      child.context("one").function(Workflows.class, "attempt").put();
      child.context("two").function(Workflows.class, "attempt").put();
      child.send("one");
      child.send("two");
      child.endInput();

      assertEquals(Ending.REGULAR, child.awaitExit());
      assertEquals(2, results(child).size());
      assertEquals(new Goodbye("end of input", List.of()), goodbye(child));
    }

    @Test
    void sigtermEndsAnIdleChild(InProcessChild child) {
      child.awaitMessage("ready", message -> message.kind() == Kind.READY);

      child.terminate();

      assertEquals(Ending.REGULAR, child.awaitExit());
      assertEquals(new Goodbye("SIGTERM", List.of()), goodbye(child));
    }

    @Test
    void sigtermFinishesTheRunningExecutionAndBeginsNoOther(InProcessChild child)
        throws InterruptedException {
      startWaiting(child, "running-1");
      child.send("untouched");
      child.send("!cancel nobody"); // Read after the line before it, so both have been read.
      child.awaitLog("nobody");

      child.terminate();
      Workflows.gate("running-1").opened().countDown();

      assertEquals(Ending.REGULAR, child.awaitExit());
      assertEquals(Status.SUCCESS, child.awaitResult("running-1").status());
      assertEquals(new Goodbye("SIGTERM", List.of(new ExecutionId("untouched"))), goodbye(child));
    }

    @Test
    void theSecondSigtermInterruptsTheExecution(InProcessChild child) throws InterruptedException {
      startWaiting(child, "running-2");

      child.terminate();
      child.terminate();

      assertEquals(Ending.REGULAR, child.awaitExit());
      ExecutionResult result = child.awaitResult("running-2");
      assertEquals(Status.CANCELLED, result.status(), child.describe());
      assertMentions(result, "SIGTERM");
    }

    @Test
    void anExecutionThatRuinsTheJvmRetiresTheChild(InProcessChild child) {
      child.context("deep").function(Workflows.class, "recurse").put();
      child.context("next").function(Workflows.class, "attempt").put();
      child.send("deep");

      assertEquals(Ending.RETIRED, child.awaitExit());
      assertFailed("java.lang.StackOverflowError", child.awaitResult("deep"));
      assertNotNull(results(child).get(0).retiring());
      assertTrue(goodbye(child).reason().startsWith("retiring: "), child.describe());
    }

    @Test
    void whatAThreadThrowsAfterItsExecutionIsNotBlamedOnTheNext(InProcessChild child)
        throws InterruptedException {
      child
          .context("leaves")
          .function(Workflows.class, "leaveAThreadThatThrows")
          .parameter("gate", "stray")
          .run();
      Workflows.gate("stray").started().await(30, TimeUnit.SECONDS);
      if (results(child).get(0).retiring() != null) {
        return; // The thread outlived its execution, and no other execution can be blamed.
      }
      ExecutionResult next = add(child, "next");

      assertEquals(Status.SUCCESS, next.status());
      assertNull(next.failure());
    }
  }

  @Nested
  class Cancels {

    @Test
    void aRunningExecution(InProcessChild child) throws InterruptedException {
      startWaiting(child, "cancel-1");

      child.send("!cancel cancel-1 {\"by\":\"alice\",\"reason\":\"no longer needed\"}");

      ExecutionResult result = child.awaitResult("cancel-1");
      assertEquals(Status.CANCELLED, result.status(), child.describe());
      assertMentions(result, "alice", "no longer needed");
    }

    @Test
    void anExecutionThatWaitsIsAnsweredAndNotRun(InProcessChild child) throws InterruptedException {
      startWaiting(child, "cancel-2");
      child.context("waits").function(Workflows.class, "fail").parameter("message", "ran").put();
      child.send("waits");
      child.send("!cancel waits {\"by\":\"bob\"}");
      child.send("!cancel nobody"); // Read after the line before it, so both have been read.
      child.awaitLog("nobody");
      Workflows.gate("cancel-2").opened().countDown();

      ExecutionResult result = child.awaitResult("waits");

      assertEquals(Status.CANCELLED, result.status(), child.describe());
      assertMentions(result, "waits", "bob", "was not run");
    }

    @Test
    void nothingWhereThereIsNothing(InProcessChild child) {
      child.send("!cancel never-sent");

      assertEquals("5", add(child, "sum").result().text());
      assertTrue(child.log().contains("never-sent"), child.log());
    }
  }

  @Nested
  class BadLines {

    @Test
    void areOneLineOfTheLogEachAndNothingElse(InProcessChild child) {
      child.send("not an id!");
      child.send("!unknown thing");
      child.send("!attempt x many");
      child.send("x".repeat(70_000));
      child.send("");

      assertEquals("5", add(child, "sum").result().text());
      List<String> log = child.log().lines().toList();
      assertEquals(4, log.size(), child.log());
      assertTrue(log.get(0).contains("\"not an id!\""), child.log());
      assertTrue(log.get(1).contains("\"!unknown\""), child.log());
      assertTrue(log.get(2).contains("\"many\""), child.log());
      assertTrue(log.get(3).contains("70000 bytes"), child.log());
      log.forEach(line -> assertTrue(line.contains("goes on with the next line"), line));
    }

    @Test
    void aSecondConfigurationIsRefused(InProcessChild child) {
      child.send("!configure {\"worker_id\":\"c1\"}");
      child.send("!configure {\"namespace\":\"other\"}");

      assertMentions(child.run("nowhere"), "bifrost:exec:nowhere:context");
      assertTrue(child.log().contains("first line only"), child.log());
    }

    @Test
    void aConfigurationThatCannotBeReadLeavesTheChildAsItWas(InProcessChild child) {
      child.send("!configure {\"namespace\":");

      assertMentions(child.run("nowhere"), "bifrost:exec:nowhere:context");
      assertTrue(child.log().contains("!configure: not valid JSON"), child.log());
    }
  }

  @Test
  void anExecutionWhoseLeaseIsOverEndsItsChildWithoutAnAnswer(InProcessChild child)
      throws InterruptedException {
    child.send("!lease fenced 3600000");
    startWaiting(child, "fenced");

    child.send("!lease fenced 1");

    assertEquals(Ending.FENCED, child.awaitExit());
    assertEquals(List.of(), results(child), child.describe());
    child.awaitLog("The lease of execution fenced is over");
    Workflows.gate("fenced").opened().countDown();
  }

  @Test
  void aLeaseThatIsRenewedInTimeLetsItsExecutionEnd(InProcessChild child)
      throws InterruptedException {
    child.send("!lease renewed 3600000");
    startWaiting(child, "renewed");
    child.send("!lease another 1");
    child.send("!lease renewed 3600000");
    Workflows.gate("renewed").opened().countDown();

    assertEquals(Status.SUCCESS, child.awaitResult("renewed").status(), child.describe());
  }

  @Test
  void theFirstLineConfigures(InProcessChild child) {
    child.send("!configure {\"namespace\":\"other\",\"hash_tags\":true}");

    assertMentions(child.run("nowhere"), "other:exec:{nowhere}:context");
  }

  @Test
  void anAddressThatIsNoneIsAnsweredWithoutRepeatingIt() {
    ChildSettings settings = withRedis("not a uri, secret");
    try (InProcessChild child = InProcessChild.start(settings, RedisContextStore::open)) {
      ExecutionResult result = child.run("lost");

      assertFailed("RedisUnavailable", result);
      assertMentions(result, "no Redis URI");
      assertFalse(child.describe().contains("secret"));
    }
  }

  @Test
  void aChildThatCannotLoadWhatItNeedsAnswersTheIdAndLeaves() {
    ContextStores broken =
        settings -> {
          throw new NoClassDefFoundError("io/lettuce/Missing");
        };
    try (InProcessChild child = InProcessChild.start(ChildSettings.DEFAULT, broken)) {
      ExecutionResult result = child.run("early");

      assertFailed("java.lang.NoClassDefFoundError", result);
      assertMentions(result, "early", "takes no other ID and leaves");
      assertEquals(Ending.BROKEN, child.awaitExit());
    }
  }

  /** A workflow that says something and then waits. */
  public static final class Talker {
    @SuppressWarnings("SystemOut") // What is tested is that it is captured.
    public String run() throws InterruptedException {
      System.out.println("still here");
      return Workflows.waitAtGate("talker");
    }
  }

  private static ExecutionResult add(InProcessChild child, String id) {
    return child
        .context(id)
        .function(Workflows.class, "add")
        .parameter("left", 2)
        .parameter("right", 3)
        .run();
  }

  private static void startWaiting(InProcessChild child, String id) throws InterruptedException {
    child.context(id).function(Workflows.class, "waitAtGate").parameter("gate", id).put();
    child.send(id);
    assertTrue(Workflows.gate(id).started().await(30, TimeUnit.SECONDS), child::describe);
  }

  private static void assertFailed(String type, ExecutionResult result) {
    assertEquals(Status.FAILED, result.status());
    assertNotNull(result.failure());
    assertEquals(type, result.failure().type(), result.failure().message());
  }

  private static void assertMentions(ExecutionResult result, String... texts) {
    assertNotNull(result.failure());
    for (String text : texts) {
      assertTrue(result.failure().message().contains(text), result.failure().message());
    }
  }

  private static List<Result> results(InProcessChild child) {
    return child.messages().stream()
        .filter(message -> message.kind() == Kind.RESULT)
        .map(Result.class::cast)
        .toList();
  }

  private static Goodbye goodbye(InProcessChild child) {
    return (Goodbye) child.awaitMessage("goodbye", message -> message.kind() == Kind.GOODBYE);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static ChildSettings withRedis(String uri) {
    return new ChildSettings(
        "child",
        uri,
        KeySpace.DEFAULT,
        Duration.ofSeconds(5),
        List.of(),
        ".",
        Duration.ofSeconds(2),
        new ChildSettings.Limits(
            ByteSize.ofMebibytes(1), 1000, ByteSize.ofMebibytes(1), ByteSize.ofMebibytes(1)));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

package dev.bifrost.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.child.lifecycle.Ending;
import dev.bifrost.protocol.ChildMessage.Exiting;
import dev.bifrost.protocol.ChildMessage.Goodbye;
import dev.bifrost.protocol.ChildMessage.Kind;
import dev.bifrost.protocol.ChildMessage.Log;
import dev.bifrost.protocol.ChildMessage.Ready;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.KeySpace;
import dev.bifrost.protocol.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildMainIT {

  @SuppressWarnings("NullAway.Init") // Started before all tests.
  private static RedisForTests redis;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // Every test starts one, each in its own way.
  private ChildProcess child;

  @BeforeAll
  static void startRedis() throws IOException {
    redis = new RedisForTests();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @AfterEach
  void stopChild() throws IOException {
    child.close();
  }

  @Test
  void byHandItPrintsOneResultAndExitsWithZeroAtTheEndOfItsInput() throws IOException {
    context("hand", "answer", "{}");
    child =
        ChildProcess.start(
            Map.of("BIFROST_REDIS_URI", redis.uri(), "BIFROST_CLASS_PATH", testClasses()));

    child.send("hand");
    child.endInput();

    assertEquals(0, child.exitCode(), child.errors());
    assertEquals(
        List.of("42"), child.results("hand").stream().map(r -> r.result().text()).toList());
    assertEquals(new Goodbye("end of input", List.of()), child.await(Kind.GOODBYE));
    assertEquals("", child.errors());
  }

  @Test
  void readySaysWhoAndSinceWhen() throws IOException {
    child = ChildProcess.start(Map.of());

    Ready ready = (Ready) child.await(Kind.READY);

    assertEquals(child.process().pid(), ready.pid());
    assertEquals("0.1.0-SNAPSHOT", ready.version());
    assertTrue(ready.startup().toMillis() > 0, ready.toString());
    assertTrue(ready.startup().compareTo(ChildProcess.PATIENCE) < 0, ready.toString());
  }

  @Test
  void aConfiguredChildRunsManyAndShowsItsAddressToNobody() throws IOException {
    child = configured();
    context("env", "environment", "{}");

    ExecutionResult result = child.run("env");

    assertEquals(Status.SUCCESS, result.status(), result.toString());
    assertFalse(result.result().text().contains(redis.uri()), result.result().text());
    assertFalse(result.result().text().contains(Integer.toString(redis.port())));
    context("again", "answer", "{}");
    assertEquals("42", child.run("again").result().text());
    assertNotNull(result.usage().peakMemory());
  }

  @Test
  void settingsThatMakeNoSenseAreAllNamed() throws IOException {
    child =
        ChildProcess.start(
            Map.of("BIFROST_REDIS_URI", "http://user:s3cret@x", "BIFROST_REDIS_HASH_TAGS", "yes"));
    child.send("any");

    assertEquals(2, child.exitCode());
    assertTrue(child.errors().contains("BIFROST_REDIS_URI"), child.errors());
    assertTrue(child.errors().contains("BIFROST_REDIS_HASH_TAGS is \"yes\""), child.errors());
    assertFalse(child.errors().contains("s3cret"), child.errors());
  }

  @Test
  void anArgumentThatItDoesNotKnowIsBadUsage() throws IOException {
    child = ChildProcess.start(Map.of(), "--hlep");

    assertEquals(2, child.exitCode());
    assertEquals(
        "Not an option: \"--hlep\". Allowed are --help, --version and --rehearse.",
        child.errors().strip());
  }

  @Test
  void sigtermEndsAnIdleChildWithZero() throws IOException {
    child = configured();
    child.await(Kind.READY);

    child.terminate();

    assertEquals(0, child.exitCode(), child.errors());
    assertEquals("SIGTERM", ((Goodbye) child.await(Kind.GOODBYE)).reason());
  }

  @Test
  void sigtermLetsTheRunningExecutionFinish() throws IOException {
    child = configured();
    Path file = folder.resolve("go");
    context("finishes", "untilFileExists", "{\"path\":\"" + file + "\"}");
    child.send("finishes");
    child.await(Kind.LOG);

    child.terminate();
    awaitError("SIGTERM: the child takes no new ID and finishes execution finishes.");
    child.send("untouched");
    Files.createFile(file);

    assertEquals(0, child.exitCode(), child.errors());
    assertEquals(Status.SUCCESS, child.result("finishes").status());
  }

  @Test
  void theSecondSigtermInterruptsIt() throws IOException {
    child = configured();
    context("interrupted", "untilInterrupted", "{}");
    child.send("interrupted");
    child.await(Kind.LOG);

    child.terminate();
    awaitError("SIGTERM: the child takes no new ID");
    child.terminate();

    assertEquals(0, child.exitCode(), child.errors());
    assertEquals(Status.CANCELLED, child.result("interrupted").status());
  }

  @Test
  void userCodeThatExitsIsAnnouncedWithItsStack() throws IOException {
    child = configured();
    context("exits", "exit", "{\"code\":3}");
    child.send("exits");

    assertEquals(3, child.exitCode(), child.errors());
    Exiting exiting = (Exiting) child.await(Kind.EXITING);
    assertTrue(exiting.stack().contains("ProcessWorkflows.exit"), exiting.stack());
    assertEquals(List.of(), child.results("exits"));
  }

  @Test
  void aShutdownHookThatIsLeftBehindIsTakenAwayAndNamed() throws IOException {
    child = configured();
    context("hook", "leaveHookThatHangs", "{}");
    ExecutionResult result = child.run("hook");
    assertEquals(Status.SUCCESS, result.status());
    assertTrue(result.warnings().toString().contains("shutdown hook"), result.toString());

    child.endInput();

    assertEquals(0, child.exitCode());
    assertFalse(child.errors().contains("It is halted now."), child.errors());
  }

  @Test
  void aShutdownHookThatHangsDoesNotKeepTheChild() throws IOException {
    child = configured();
    context("hook", "exitWithHookThatHangs", "{}");
    child.send("hook");
    child.await(Kind.EXITING);

    assertEquals(Ending.BROKEN.exitCode(), child.exitCode());
    assertTrue(child.errors().contains("It is halted now."), child.errors());
  }

  @Test
  void whenItsParentIsKilledItEndsAndSoDoesWhatItStarted() throws IOException {
    child =
        ChildProcess.startBehindShell(
            Map.of("BIFROST_REDIS_URI", redis.uri(), "BIFROST_CLASS_PATH", testClasses()));
    context("orphan", "startSleepAndWait", "{}");
    child.send("orphan");
    long sleeper = Long.parseLong(((Log) child.await(Kind.LOG)).line().message());
    long worker = ((Ready) child.await(Kind.READY)).pid();
    child.endInput(); // Only now: with an open input the child would not know of its parent.

    Optional<ProcessHandle> workerHandle = ProcessHandle.of(worker);
    assertTrue(workerHandle.isPresent() && isRunning(sleeper));
    child.process().destroyForcibly();

    Awaitility.await("child and its process to end with their parent")
        .atMost(Duration.ofSeconds(2))
        .until(() -> !isRunning(worker) && !isRunning(sleeper));
  }

  @Test
  void aRedisThatIsDownIsAnAnswerAndItsReturnIsNoticed() throws IOException {
    try (RedisForTests another = new RedisForTests()) {
      child = ChildProcess.start(Map.of());
      child.send(ChildProcess.configure(another));
      another.stop();
      ExecutionResult down = child.run("down");
      assertNotNull(down.failure());
      assertEquals("RedisUnavailable", down.failure().type(), down.failure().message());

      another.start();
      another.command(
          "SET", KeySpace.DEFAULT.context(new ExecutionId("up")), contextOf("answer", "{}"));
      assertEquals("42", child.run("up").result().text());
    }
  }

  private static boolean isRunning(long pid) {
    // A process that nobody buries is still listed; its state says that it has ended.
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  private void awaitError(String text) {
    Awaitility.await("the log to say " + text)
        .atMost(ChildProcess.PATIENCE)
        .until(() -> child.errors().contains(text));
  }

  private static ChildProcess configured() throws IOException {
    ChildProcess started = ChildProcess.start(Map.of());
    started.send(ChildProcess.configure(redis));
    return started;
  }

  private static void context(String id, String method, String parameters) {
    redis.command(
        "SET", KeySpace.DEFAULT.context(new ExecutionId(id)), contextOf(method, parameters));
  }

  private static String contextOf(String method, String parameters) {
    return "{\"function_name\":\"dev.bifrost.child.ProcessWorkflows::"
        + method
        + "\",\"parameters\":"
        + parameters
        + "}";
  }

  private static String testClasses() {
    return Path.of("target", "test-classes").toAbsolutePath().toString();
  }
}

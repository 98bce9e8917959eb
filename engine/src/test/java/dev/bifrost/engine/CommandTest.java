package dev.bifrost.engine;

import static dev.bifrost.engine.EngineTest.assertFailure;
import static dev.bifrost.engine.EngineTest.present;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ChildSettings.Limits;
import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.MalformedJsonException;
import dev.bifrost.protocol.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The built-in command, with real processes. */
@Timeout(60)
final class CommandTest {

  @TempDir Path workspace;

  private EngineFixture fixture = EngineFixture.ofTests();

  @BeforeEach
  void open() {
    fixture = EngineFixture.in(workspace);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static ObjectNode command(String... words) {
    ObjectNode context = EngineFixture.context(ExecutionContext.COMMAND);
    ArrayNode array = context.putObject("parameters").putArray("command");
    for (String word : words) {
      array.add(word);
    }
    return context;
  }

  private static ObjectNode shell(String script) {
    return command("sh", "-c", script);
  }

  private static ObjectNode parameters(ObjectNode context) {
    return (ObjectNode) context.get("parameters");
  }

  private static List<String> printed(ExecutionResult result, String source) {
    return result.logs().stream()
        .filter(line -> line.source().wireName().equals(source))
        .map(LogLine::message)
        .toList();
  }

  @Test
  void itsOutputIsTheLogAndItsExitCodeTheResult() {
    ExecutionResult result =
        fixture.run(shell("echo one; echo; printf 'bad \\377\\r\\nno end'; echo oh >&2"));

    assertEquals(Status.SUCCESS, result.status());
    assertEquals("{\"exit_code\":0}", result.result().text());
    assertEquals(List.of("one", "", "bad \uFFFD", "no end"), printed(result, "stdout"));
    assertEquals(List.of("oh"), printed(result, "stderr"));
    assertEquals(5, fixture.heard.size());
  }

  @Test
  void anotherExitCodeThanZeroFailsAndIsTheResultToo() {
    ExecutionResult result = fixture.run(shell("exit 7"));

    assertFailure(result, "CommandFailed", "sh ended with exit code 7");
    assertEquals("{\"exit_code\":7}", result.result().text());
  }

  @Test
  void itIsNoShell() {
    assertEquals(List.of("$HOME *"), printed(fixture.run(command("echo", "$HOME *")), "stdout"));
  }

  @Test
  void directoryEnvironmentAndInputAreItsOwn() throws Exception {
    Files.createDirectory(workspace.resolve("sub"));
    ObjectNode context = shell("pwd; echo $GREETING; test -n \"$PATH\" && cat");
    parameters(context).put("directory", "sub").put("stdin", "from stdin\n");
    parameters(context).putObject("environment").put("GREETING", "hello");

    ExecutionResult result = fixture.run(context);

    assertEquals(
        List.of(workspace.toRealPath().resolve("sub").toString(), "hello", "from stdin"),
        printed(result, "stdout"));
  }

  @Test
  void withoutInputItReadsTheEnd() {
    assertEquals(Status.SUCCESS, fixture.run(command("cat")).status());
  }

  @Test
  void inputThatNobodyReadsDoesNoHarm() {
    ObjectNode context = command("true");
    parameters(context).put("stdin", "x".repeat(1 << 20));

    assertEquals(Status.SUCCESS, fixture.run(context).status());
  }

  @Test
  void inputAndOutputThatFillThePipesBothPass() {
    ObjectNode context = command("cat");
    parameters(context).put("stdin", "0123456789\n".repeat(50_000));

    ExecutionResult result = fixture.run(context);

    assertEquals(Status.SUCCESS, result.status());
    assertEquals(50_000, fixture.heard.size());
    assertTrue(result.logsTruncated());
  }

  @Test
  void aLineWithoutEndIsCut() {
    Limits limits = new Limits(new ByteSize(100), 10, new ByteSize(1_000), new ByteSize(20));
    try (EngineFixture narrow =
        new EngineFixture(EngineFixture.tests(), workspace, EngineFixture.GRACE, limits)) {
      ExecutionResult result = narrow.run(shell("head -c 1000000 /dev/zero | tr '\\0' x; echo"));

      assertEquals(List.of("x".repeat(20) + "… [cut]"), printed(result, "stdout"));
      assertTrue(result.logsTruncated());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | command is missing: must be an array of text",
        "{'command':'ls'} | command: must be an array of text",
        "{'command':[]} | command: must be an array",
        "{'command':['']} | command: must be an array",
        "{'command':['ls',1]} | command: must be an array",
        "{'command':['ls','a\\u0000b']} | without NUL characters",
        "{'command':['ls'],'directory':'..'} | leads out of the workspace",
        "{'command':['ls'],'directory':'none'} | does not exist in the workspace",
        "{'command':['ls'],'directory':7} | directory: must be text",
        "{'command':['ls'],'environment':[]} | environment: must be an object of text",
        "{'command':['ls'],'environment':{'A=B':'c'}} | environment: ~A=B~ is no name",
        "{'command':['ls'],'environment':{'A':1}} | environment.A: must be text",
        "{'command':['ls'],'stdin':[]} | stdin: must be text",
        "{'command':['no-such-program']} | the program ~no-such-program~ cannot be started",
      })
  void whatCannotBeRunNamesTheField(String json, String part) throws MalformedJsonException {
    ObjectNode context = EngineFixture.context(ExecutionContext.COMMAND);
    context.set("parameters", Json.read(json.strip().replace('\'', '"')));

    assertFailure(fixture.run(context), "InvalidParameters", part.strip().replace('~', '"'));
  }

  @Test
  void allProblemsAreNamedAtOnce() {
    ObjectNode context = command();
    parameters(context).put("directory", "none").put("stdin", 1).put("environment", 1);

    String message = assertFailure(fixture.run(context), "InvalidParameters", "").message();

    for (String field : List.of("command:", "directory:", "stdin:", "environment:")) {
      assertTrue(message.contains(field), message);
    }
  }

  @Test
  void aFileIsNoDirectory() throws Exception {
    Files.createFile(workspace.resolve("file"));
    ObjectNode context = command("ls");
    parameters(context).put("directory", "file");

    assertFailure(fixture.run(context), "InvalidParameters", "must be a folder");
  }

  @Test
  void aCancelEndsTheWholeTree() throws InterruptedException {
    ProcessHandle child = cancelled("sleep 1000 & echo $!; wait");

    assertFalse(child.isAlive());
  }

  @Test
  void whatIgnoresTheFirstSignalIsKilled() throws InterruptedException {
    ProcessHandle child =
        cancelled("trap '' TERM; (trap '' TERM; while :; do sleep 1000; done) & echo $!; wait");

    assertFalse(child.isAlive());
  }

  /** Cancels a script that has printed the number of a process, and waits for the result. */
  private ProcessHandle cancelled(String script) throws InterruptedException {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    try (Engine engine =
        new Engine(
            new EngineSettings(
                EngineFixture.tests(), workspace, Duration.ofSeconds(1), Limits.DEFAULT),
            new ManualTimer())) {
      CompletableFuture<Completion> end = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () ->
                  end.complete(
                      engine.execute(
                          EngineFixture.request("a", shell(script)),
                          new ExecutionListener() {
                            @Override
                            public void log(LogLine line) {
                              lines.add(line.message());
                            }

                            @Override
                            public void progress(double fraction, String message) {}
                          })));
      caller.start();
      ProcessHandle child = ProcessHandle.of(Long.parseLong(lines.take())).orElseThrow();

      assertTrue(engine.cancel(new ExecutionId("a"), new CancelRequest("alice", null)));

      Completion completion = EngineFixture.await(end);
      assertEquals(Status.CANCELLED, completion.result().status());
      assertTrue(present(completion.result().failure()).message().contains("came to its end"));
      assertEquals(Optional.empty(), completion.retire());
      EngineFixture.await(child.onExit());
      return child;
    }
  }

  @Test
  void whatHasLostItsParentEndsTooWhenCancelled() throws InterruptedException {
    assertFalse(cancelled("(sleep 1000 & echo $!); sleep 1000").isAlive());
  }

  @Test
  void whatACommandLeavesBehindIsEnded() throws InterruptedException {
    Completion completion = fixture.complete(shell("sleep 1000 & echo $!"));

    ExecutionResult result = completion.result();
    assertEquals(Status.SUCCESS, result.status());
    assertEquals(Optional.empty(), completion.retire());
    long left = Long.parseLong(printed(result, "stdout").get(0));
    assertTrue(
        printed(result, "log").get(0).contains("(" + left + ")"), () -> result.logs().toString());
    Optional<ProcessHandle> handle = ProcessHandle.of(left);
    if (handle.isPresent()) {
      EngineFixture.await(handle.get().onExit());
    }
  }
}

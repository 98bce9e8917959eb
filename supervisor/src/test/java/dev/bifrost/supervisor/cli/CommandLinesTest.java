package dev.bifrost.supervisor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that a command line says before it needs Redis. */
class CommandLinesTest {

  @TempDir private Path folder;
  private Terminal terminal;

  @BeforeEach
  void sitDown() {
    terminal = new Terminal(folder, Map.of());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItself(String command) {
    assertEquals(0, terminal.type((command + " --help").split(" ")));

    assertTrue(terminal.out().startsWith("Usage: bifrost " + command), terminal.out());
    assertTrue(terminal.out().contains("Exit codes:"), terminal.out());
    assertTrue(terminal.out().contains("Example"), "no example:\n" + terminal.out());
  }

  /** All of them, those of commands as well. */
  static Stream<String> commands() {
    return new Terminal(Path.of("/"), Map.of())
        .commandLine().getSubcommands().entrySet().stream()
            .filter(command -> !command.getKey().equals("help"))
            .flatMap(
                command ->
                    Stream.concat(
                        Stream.of(command.getKey()),
                        command.getValue().getSubcommands().keySet().stream()
                            .map(inner -> command.getKey() + " " + inner)));
  }

  @Test
  void theHelpListsAllCommandsAndTheVersionNamesJava() {
    assertEquals(0, terminal.type("--help"));
    assertTrue(terminal.out().contains("  submit "), terminal.out());

    assertEquals(0, terminal.type("--version"));
    assertTrue(terminal.out().matches("bifrost \\S+ on Java \\d+.*\\R"), terminal.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sumbit | There is no command "sumbit". Did you mean submit?
          launch | There is no command "launch". There are: serve, submit
          submit --qeue x | There is no option "--qeue". Did you mean --queue?
          wait a --timeot=5s | There is no option "--timeot". Did you mean --timeout?
          result | Missing required parameter: 'ID'
          result a b | There is no argument "b".
          result x -a-b | There is no option "-a-b".
          result a/b | Not an execution ID: "a/b". Allowed are 1 to 128
          submit --queue a:b | Not a queue name: "a:b". Allowed are 1 to 128
          wait a --timeout 5 | Not a duration: "5". Allowed is
          serve --redis redis://h --embedded-redis | exclude each other
          ps --watch=1ms | --watch 1ms would do nothing but look: allowed are 100ms and more.
          completion fish | There is no completion for the shell "fish": allowed are bash and zsh.
          '' | A command is missing
          """)
  void aMistypedCommandLineIsAnsweredWithWhatWasMeant(String line, String answer) {
    assertEquals(2, terminal.type(line.isEmpty() ? new String[0] : line.split(" ")));

    assertTrue(terminal.err().startsWith("bifrost: "), terminal.err());
    assertTrue(terminal.err().contains(answer), terminal.err());
    assertTrue(terminal.err().contains("--help\" says more. Nothing was done."), terminal.err());
    assertFalse(terminal.err().contains("\tat "), terminal.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          submit | function_name is missing
          submit --function a-b | function_name: must be a class or a method
          submit --function A --timeout 25h | timeout_seconds: must be a number from 0 to 86400
          submit --function A --timeout soon | Not a duration: "soon"
          submit --code none.java | --code none.java cannot be sent
          submit --function A --params-file none.json | --params-file none.json cannot be sent
          submit --file none.jsonl | --file none.jsonl cannot be sent
          submit --file x --function A | --file says what is to run
          submit --file-path A.java --code pom.xml | workflow_code and file_path exclude each other
          """)
  void anExecutionThatCannotRunIsNotSent(String line, String answer) {
    assertEquals(2, terminal.type(line.split(" ")), terminal.err());

    assertTrue(terminal.err().contains(answer), terminal.err());
    assertTrue(terminal.err().contains("Nothing was sent."), terminal.err());
  }

  @Test
  void aFileIsCheckedToItsEndBeforeAnythingIsSent() throws IOException {
    Path lines =
        Files.writeString(
            folder.resolve("lines"), "{\"function_name\":\"A\"}\n\n{\"execution_id\":\"a b\"}\n");
    assertEquals(2, terminal.type("submit", "--file", lines.toString()));
    assertTrue(terminal.err().contains(lines + " line 3 cannot be sent"), terminal.err());

    Files.writeString(lines, "{\"function_name\":\n");
    assertEquals(2, terminal.type("submit", "--file", lines.toString()));
    assertTrue(terminal.err().contains(lines + " line 1"), terminal.err());
    assertTrue(terminal.err().contains("is not valid JSON"), terminal.err());

    Files.writeString(lines, "[]\n");
    assertEquals(2, terminal.type("submit", "--file", lines.toString()));
    assertTrue(terminal.err().contains("line 1 must be a JSON object"), terminal.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "submit --function A",
        "result x",
        "wait x",
        "logs x",
        "cancel x",
        "dead",
        "retry x",
        "ps",
        "queues"
      })
  void withoutAnAddressOfRedisItIsSaidWhatToDo(String line) {
    assertEquals(3, terminal.type(line.split(" ")));

    assertTrue(terminal.err().contains("Nobody says where Redis is"), terminal.err());
    assertTrue(terminal.err().contains("--redis URI"), terminal.err());
  }

  @Test
  void aRedisThatDoesNotAnswerIsExitCodeThree() throws IOException {
    // A port that was free a moment ago; whoever took it since is no Redis with this password.
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }

    assertEquals(3, terminal.type("ps", "--redis", "redis://:hunter2@127.0.0.1:" + port));

    assertTrue(terminal.err().contains("Nothing was done."), terminal.err());
    assertFalse(terminal.err().contains("hunter2"), terminal.err());
  }

  @Test
  void theConfigurationIsShownWithItsSources() {
    terminal =
        new Terminal(
            folder, Map.of("BIFROST_REDIS_URI", "redis://:hunter2@db", "BIFROST_CHILD_HEAP", "1g"));

    assertEquals(0, terminal.type("config", "--children", "3", "--queue", "a", "--queue", "b"));
    assertTrue(terminal.out().matches("(?s).*child\\.heap +1g +BIFROST_CHILD_HEAP\\R.*"));
    assertTrue(terminal.out().matches("(?s).*pool\\.children\\.max +3 +--children\\R.*"));
    assertFalse(terminal.out().contains("hunter2"), terminal.out());

    assertEquals(0, terminal.type("config", "--json"));
    assertEquals("1g", terminal.json().path("child.heap").path("value").asString());
    assertEquals("default", terminal.json().path("queues").path("source").asString());
    assertFalse(terminal.out().contains("hunter2"), terminal.out());
  }

  @Test
  void aConfigurationWithProblemsIsRefusedWithAllOfThem() {
    terminal = new Terminal(folder, Map.of("BIFROST_CHILD_HEAP", "lots"));

    for (String command : new String[] {"config", "serve", "ps"}) {
      assertEquals(2, terminal.type(command, "--config", "none.yaml"));
      assertTrue(terminal.err().contains("The configuration has 2 problems"), terminal.err());
      assertTrue(terminal.err().contains("child.heap (BIFROST_CHILD_HEAP): is \"lots\""));
      assertTrue(terminal.err().contains("none.yaml): there is no such file."), terminal.err());
    }
  }

  @Test
  void serveRefusesAHostThatLacksTheChild() {
    assertEquals(2, terminal.type("serve"));

    assertTrue(terminal.err().contains("child.jar (default): "), terminal.err());
    assertTrue(terminal.err().contains("\"mvn package\" builds it."), terminal.err());
  }
}

package dev.bifrost.supervisor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class RecurringCommandsTest {

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  @TempDir private Path folder;
  private Terminal terminal;
  private RedisClusterCommands<String, String> redis;

  @BeforeEach
  void sitDown() {
    terminal = new Terminal(folder, Map.of("BIFROST_REDIS_URI", REDIS.uri()));
    redis = REDIS.commands();
  }

  @Test
  void addWritesTheDefinitionAndTellsTheNextDueTimes() {
    int exit =
        terminal.type(
            "recurring",
            "add",
            "nightly",
            "--cron",
            "0 2 24 12 *",
            "--zone",
            "Europe/Berlin",
            "--overlap",
            "replace",
            "--catch-up",
            "one",
            "--queue",
            "reports",
            "--function",
            "com.acme.Report",
            "-p",
            "year=2026");

    assertEquals(0, exit, terminal.err());
    assertTrue(terminal.out().contains("-12-24 02:00:00 +01:00"), terminal.out());
    assertEquals(
        "{\"cron\":\"0 2 24 12 *\",\"zone\":\"Europe/Berlin\",\"overlap\":\"replace\","
            + "\"catch_up\":\"one\",\"queue\":\"reports\",\"context\":{\"function_name\":"
            + "\"com.acme.Report\",\"parameters\":{\"year\":2026}}}",
        redis.hget("bifrost:recurring", "nightly"));
    assertEquals(0.0, redis.zscore("bifrost:recurring:due", "nightly"));
  }

  @ParameterizedTest
  @CsvSource({
    "'61 * * * *', 'Value 61 not in range', '--function A'",
    "'* * *', 'five fields', '--function A'",
    "'0 0 30 2 *', 'never comes due', '--function A'",
    "'* * * * *', 'no time zone', '--function A --zone Mars'",
    "'* * * * *', 'function_name is missing', '--timeout 5s'",
    "'* * * * *', 'overlap', '--function A --overlap sometimes'"
  })
  void whatIsBrokenIsRefusedWhenItIsWritten(String cron, String reason, String options) {
    List<String> arguments = new ArrayList<>(List.of("recurring", "add", "x", "--cron", cron));
    arguments.addAll(List.of(options.split(" ")));

    assertEquals(2, terminal.type(arguments.toArray(String[]::new)));

    assertTrue(terminal.err().contains(reason), terminal.err());
    assertEquals(List.of(), redis.keys("*"));
  }

  @Test
  void addDoesNotWriteOverAnotherByMistake() {
    add("x", "0 * * * *");

    assertEquals(
        2, terminal.type("recurring", "add", "x", "--cron", "1 * * * *", "--function", "A"));
    assertTrue(terminal.err().contains("--replace"), terminal.err());
    assertEquals(
        0,
        terminal.type(
            "recurring", "add", "x", "--replace", "--cron", "1 * * * *", "--function", "A"));
    assertTrue(redis.hget("bifrost:recurring", "x").contains("1 * * * *"));
  }

  @Test
  void listShowsEachWithItsStatusAndWhatIsWrong() {
    add("well", "0 * * * *");
    add("rests", "0 * * * *");
    terminal.type("recurring", "pause", "rests");
    redis.hset("bifrost:recurring", "broken", "{\"cron\":\"61 * * * *\",\"context\":{}}");

    assertEquals(0, terminal.type("recurring", "list"));

    assertTrue(
        terminal.out().matches("(?s).*well +active +0 \\* \\* \\* \\* +UTC +\\d{4}-.*"),
        terminal.out());
    assertTrue(terminal.out().matches("(?s).*rests +paused .*"), terminal.out());
    assertTrue(terminal.out().matches("(?s).*broken +broken .*Value 61 not.*"), terminal.out());

    assertEquals(0, terminal.type("recurring", "list", "--json"));
    assertEquals("broken", terminal.json().path(0).path("status").asString());
  }

  @Test
  void showTellsTheNextDueTimes() {
    add("x", "0 * * * *");

    assertEquals(0, terminal.type("recurring", "show", "x"));

    JsonNode shown = terminal.json();
    assertEquals(5, shown.path("next_due_at").size());
    assertTrue(shown.path("next_due_at").path(0).asString().endsWith(":00:00.000Z"));
    assertEquals("A", shown.path("definition").path("context").path("function_name").asString());
  }

  @Test
  void pauseAndResumeSayWhatTheyDid() {
    add("x", "0 * * * *");

    assertEquals(0, terminal.type("recurring", "pause", "x"));
    assertEquals("x is paused.\n", terminal.out());
    assertEquals(0, terminal.type("recurring", "pause", "x"));
    assertEquals("x was so already.\n", terminal.out());
    assertEquals(0, terminal.type("recurring", "show", "x"));
    assertEquals(0, terminal.json().path("next_due_at").size());
    assertEquals(0, terminal.type("recurring", "resume", "x"));
    assertEquals("x goes on.\n", terminal.out());
  }

  @Test
  void rmRemovesEverythingAndToleratesAnyName() {
    add("x", "0 * * * *");
    redis.hset("bifrost:recurring", "no name!", "{}");

    assertEquals(0, terminal.type("recurring", "rm", "x"));
    assertEquals(0, terminal.type("recurring", "rm", "no name!"));

    assertEquals(List.of(), redis.keys("*"));
  }

  @ParameterizedTest
  @CsvSource({"show", "pause", "resume", "rm"})
  void whatIsNotThereIsNotFound(String command) {
    assertEquals(4, terminal.type("recurring", command, "nobody"));

    assertTrue(terminal.err().contains("There is no recurring execution nobody"), terminal.err());
  }

  @Test
  void aClusterWithoutBracesIsRefused() {
    assertEquals(2, terminal.type("recurring", "list", "--redis", "redis-cluster://127.0.0.1:1"));

    assertTrue(terminal.err().contains("redis.hash-tags"), terminal.err());
    assertFalse(terminal.err().contains("bug"), terminal.err());
  }

  private void add(String name, String cron) {
    assertEquals(
        0,
        terminal.type("recurring", "add", name, "--cron", cron, "--function", "A"),
        terminal.err());
  }
}

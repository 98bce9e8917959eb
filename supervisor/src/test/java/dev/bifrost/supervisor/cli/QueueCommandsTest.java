package dev.bifrost.supervisor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.supervisor.testing.RedisExtension;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators do with queues, against a real Redis. */
final class QueueCommandsTest {

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final String SETTINGS = "bifrost:queue:reports:settings";

  @TempDir private Path folder;
  private Terminal terminal;

  @BeforeEach
  void sitDown() {
    terminal = new Terminal(folder, Map.of("BIFROST_REDIS_URI", REDIS.uri()));
  }

  @Test
  void aPauseSaysWhoAndWhyAndQueuesShowsIt() {
    assertEquals(
        0, terminal.type("pause", "reports", "--by", "anna", "--reason", "the database moves"));
    assertTrue(terminal.out().contains("Queue reports is paused."), terminal.out());

    Map<String, String> settings = REDIS.commands().hgetall(SETTINGS);
    assertEquals("true", settings.get("paused"));
    assertEquals("anna", settings.get("paused_by"));
    assertEquals("the database moves", settings.get("paused_reason"));
    assertNotNull(settings.get("paused_at"));
    assertEquals(0, terminal.type("queues"), terminal.err());
    assertTrue(
        terminal.out().matches("(?s).*reports .*paused by anna: the database moves.*"),
        terminal.out());
    assertEquals(0, terminal.type("queues", "--json"));
    assertTrue(terminal.json().path(1).path("paused").asBoolean(), terminal.out());
    assertEquals("anna", terminal.json().path(1).path("paused_by").asString());
    assertFalse(terminal.json().path(0).path("paused").asBoolean(), terminal.out());
  }

  @Test
  void aPauseThatIsResumedLeavesNothing() {
    terminal.type("pause", "reports", "--by", "anna");
    assertEquals(0, terminal.type("pause", "reports", "--by", "bert"));
    assertTrue(terminal.out().contains("was paused already, by anna"), terminal.out());

    assertEquals(0, terminal.type("resume", "reports", "--json"));
    assertEquals("reports", terminal.json().path("queue").asString());
    assertFalse(terminal.json().path("paused").asBoolean(), terminal.out());
    assertEquals(Map.of(), REDIS.commands().hgetall(SETTINGS));

    assertEquals(0, terminal.type("resume", "reports"));
    assertTrue(terminal.out().contains("Queue reports was not paused."), terminal.out());
  }

  @Test
  void limitsAreSetAndTakenBack() {
    assertEquals(
        0,
        terminal.type("queues", "set", "reports", "max-jobs=4", "rate=100 / m", "--by", "anna"),
        terminal.err());
    Map<String, String> settings = REDIS.commands().hgetall(SETTINGS);
    assertEquals("4", settings.get("max_jobs"));
    assertEquals("100/m", settings.get("rate"));
    assertEquals("anna", settings.get("limits_by"));
    terminal.type("queues");
    assertTrue(terminal.out().contains("max-jobs 4, rate 100/m"), terminal.out());

    assertEquals(0, terminal.type("queues", "unset", "reports", "rate"), terminal.err());
    assertFalse(REDIS.commands().hexists(SETTINGS, "rate"));
    assertEquals(0, terminal.type("queues", "set", "reports", "max-jobs=none", "burst=2"));
    assertEquals("none", REDIS.commands().hget(SETTINGS, "max_jobs"));
    assertEquals(0, terminal.type("queues", "unset", "reports"), terminal.err());
    assertFalse(REDIS.commands().hexists(SETTINGS, "max_jobs"));
    assertFalse(REDIS.commands().hexists(SETTINGS, "burst"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-jobs | \"max-jobs\" has no value",
        "max-jobs=0 | max-jobs is \"0\". Allowed is a number from 1 to 1000000, or none.",
        "max-jobs=many | max-jobs is \"many\"",
        "burst=none | burst is \"none\". Allowed is a number from 1 to 1000000.",
        "rate=fast | Not a rate: \"fast\"",
        "speed=9 | There is no limit \"speed\". Allowed are max-jobs, rate, burst."
      })
  void aLimitThatIsNoneIsRefusedAndNothingIsDone(String limit, String told) {
    assertEquals(2, terminal.type("queues", "set", "reports", "burst=3", limit));

    assertTrue(terminal.err().contains(told), terminal.err());
    assertTrue(terminal.err().contains("Nothing was done."), terminal.err());
    assertEquals(Map.of(), REDIS.commands().hgetall(SETTINGS));
  }
}

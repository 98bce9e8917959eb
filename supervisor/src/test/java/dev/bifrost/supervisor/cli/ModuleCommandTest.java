package dev.bifrost.supervisor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ModulePath;
import dev.bifrost.protocol.SharedModule;
import dev.bifrost.supervisor.testing.RedisExtension;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The source that workflows share, from the command line. */
class ModuleCommandTest {

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final String KEY = "bifrost:module:com/acme/Tax.java";
  private static final String INDEX = "bifrost:module:index";
  private static final String SOURCE = "package com.acme;\n\npublic class Tax {} // größer\n";

  @TempDir private Path folder;
  private Terminal terminal;
  private RedisClusterCommands<String, String> redis;
  private Path file;

  @BeforeEach
  void sitDown() throws IOException {
    terminal = new Terminal(folder, Map.of("BIFROST_REDIS_URI", REDIS.uri()));
    redis = REDIS.commands();
    file = Files.writeString(folder.resolve("Tax.java"), SOURCE);
  }

  @Test
  void putWritesTheModuleAndItsEntryInTheIndex() {
    assertEquals(0, put("com/acme/Tax.java"), terminal.err());

    SharedModule module = SharedModule.parse(new ModulePath("com/acme/Tax.java"), redis.get(KEY));
    assertEquals(SOURCE, module.content());
    assertTrue(module.isIntact());
    assertEquals(Set.of("com/acme/Tax.java"), redis.smembers(INDEX));
  }

  @Test
  void getPrintsTheSourceAsItIs() {
    put("com/acme/Tax.java");
    terminal = new Terminal(folder, Map.of("BIFROST_REDIS_URI", REDIS.uri()));
    assertEquals(0, terminal.type("module", "get", "com/acme/Tax.java"));
    assertEquals(SOURCE, terminal.out());
  }

  @Test
  void listShowsWhatIsThereAndTakesDeadEntriesOutOfTheIndex() {
    put("com/acme/Tax.java");
    redis.sadd(INDEX, "com/acme/Expired.java", "no path at all");

    assertEquals(0, terminal.type("module", "list", "--json"), terminal.err());

    assertTrue(terminal.out().contains("com/acme/Tax.java"), terminal.out());
    assertFalse(terminal.out().contains("Expired"), terminal.out());
    assertEquals(Set.of("com/acme/Tax.java"), redis.smembers(INDEX));
  }

  @Test
  void rmTakesTheModuleOutOfBoth() {
    put("com/acme/Tax.java");
    assertEquals(0, terminal.type("module", "rm", "com/acme/Tax.java"), terminal.err());
    assertNull(redis.get(KEY));
    assertEquals(Set.of(), redis.smembers(INDEX));
    assertEquals(4, terminal.type("module", "rm", "com/acme/Tax.java"));
    assertEquals(4, terminal.type("module", "get", "com/acme/Tax.java"));
  }

  @Test
  void whatCannotBeAModuleIsRefusedAndNothingIsWritten() {
    assertEquals(2, put("../Tax.java"));
    assertTrue(terminal.err().contains("com/acme/Tax.java"), terminal.err());
    assertEquals(2, put("Tax.txt"));
    assertEquals(2, terminal.type("module", "put", "Tax.java", "absent.java"));
    assertEquals(2, terminal.type("module"));
    assertEquals(Set.of(), redis.smembers(INDEX));
  }

  private int put(String path) {
    return terminal.type("module", "put", path, file.toString());
  }
}

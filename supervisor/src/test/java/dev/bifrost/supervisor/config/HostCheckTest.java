package dev.bifrost.supervisor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCheckTest {

  @TempDir private Path folder;

  @Test
  void makesTheFoldersThatAreOurs() throws ConfigurationException, IOException {
    Bench bench = new Bench(folder);
    bench.write("opt/child-worker.jar", "");

    HostCheck.prepare(bench.load());

    Path state = folder.resolve("home/.local/state/bifrost");
    assertTrue(Files.isDirectory(state.resolve("workspace")));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state)));
  }

  @Test
  void namesEverythingThatIsMissing() throws ConfigurationException {
    Bench bench = new Bench(folder);
    Path file = bench.write("a-file", "");
    Configuration configuration =
        bench
            .variable("BIFROST_STATE_DIR", file + "/below")
            .variable("BIFROST_WORKSPACE_DIR", folder.resolve("w").toString())
            .variable("BIFROST_CHILD_JAVA", file.toString())
            .variable("BIFROST_CHILD_CLASS_PATH", "lib/*.jar")
            .load();

    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> HostCheck.prepare(configuration));

    assertEquals(
        List.of("state.dir", "child.java", "child.jar", "child.class-path"),
        refused.problems().stream().map(Problem::name).toList());
    assertTrue(
        String.valueOf(refused.getMessage())
            .contains(folder.resolve("lib/*.jar") + " is not there"));
    assertTrue(String.valueOf(refused.getMessage()).contains("4 problems"));
  }
}

package dev.bifrost.supervisor.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the README says of the configuration is what the table of keys says. */
class ReadmeTest {

  @Test
  void theReadmeListsEveryKeyWithDefaultRangeAndMeaning() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));

    String table =
        Keys.ALL.stream().map(ReadmeTest::row).collect(Collectors.joining("\n", "\n", "\n\n"));

    assertTrue(readme.contains(table), "The configuration table of README.md should be:\n" + table);
  }

  @Test
  void theReadmeListsWhatEachPoolAndQueueMayHaveForItself() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));

    String table =
        Keys.SCOPED.stream().map(ReadmeTest::row).collect(Collectors.joining("\n", "\n", "\n\n"));

    assertTrue(readme.contains(table), "The table of README.md should be:\n" + table);
  }

  private static String row(ScopedKey<?> key) {
    return "| `" + key.of("<name>").name() + "` | `" + key.general().name() + "` |";
  }

  private static String row(Key<?> key) {
    String fallback = key.fallback().text();
    boolean literal = !fallback.isEmpty() && !fallback.contains(" ");
    return String.join(
        " | ",
        "| `" + key.name() + "`",
        fallback.isEmpty() ? "none" : literal ? "`" + fallback + "`" : fallback,
        key.meaning().replace("|", "\\|"),
        key.form().allowed().replace("|", "\\|") + " |");
  }
}

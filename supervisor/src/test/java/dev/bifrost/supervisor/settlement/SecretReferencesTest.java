package dev.bifrost.supervisor.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretReferencesTest {

  private final SecretReferences references =
      new SecretReferences(
          Map.of("DB_PASSWORD", "hunter2", "TINY", "abc", "BIFROST_REDIS_URI", "redis://:pw@h"));
  @TempDir private Path folder;

  @Test
  void variablesAndFilesTakeThePlaceOfReferences() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "line one\nline two\n");
    assertEquals(
        new Secrets(
            Map.of("a", "hunter2", "b", "line one\nline two", "c", "as it is, env:DB_PASSWORD")),
        references.resolve(
            new Secrets(
                Map.of(
                    "a", "env:DB_PASSWORD",
                    "b", "file:" + file,
                    "c", "as it is, env:DB_PASSWORD"))));
  }

  @Test
  void everyProblemIsNamedAndNoValue() throws IOException {
    Files.writeString(folder.resolve("huge"), "x".repeat(Secrets.LONGEST + 1));
    Secrets unfit =
        new Secrets(
            Map.of(
                "absent", "env:NOWHERE",
                "tiny", "env:TINY",
                "own", "env:BIFROST_REDIS_URI",
                "folder", "file:" + folder,
                "relative", "file:token",
                "huge", "file:" + folder.resolve("huge")));
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> references.resolve(unfit))
                .getMessage());
    for (String name : unfit.values().keySet()) {
      assertTrue(message.contains("secrets." + name + ": "), message);
    }
    assertFalse(message.contains("abc"), message);
    assertFalse(message.contains("redis://"), message);
  }
}

package dev.bifrost.supervisor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {

  @TempDir private Path folder;

  @Test
  void matchesNothingButItself() throws IOException {
    BearerToken token = BearerToken.read(write("0123456789abcdef\n"));

    assertTrue(token.matches("0123456789abcdef"));
    assertFalse(token.matches("0123456789abcdeg"));
    assertFalse(token.matches("0123456789abcde"));
    assertFalse(token.matches(""));
    assertEquals("***", token.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "short", "0123456789 abcdef", "0123456789abcdéf"})
  void aFileWithoutATokenIsRefusedWithoutShowingIt(String text) throws IOException {
    Path file = write(text);

    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> BearerToken.read(file))
                .getMessage());

    assertTrue(message.contains("Allowed is one line of 16 or more"), message);
    assertFalse(!text.isBlank() && message.contains(text), message);
  }

  @Test
  void aFileThatIsNotThereIsAnotherMatter() {
    assertThrows(NoSuchFileException.class, () -> BearerToken.read(folder.resolve("none")));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("token"), text);
  }
}

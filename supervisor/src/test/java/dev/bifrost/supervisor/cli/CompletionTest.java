package dev.bifrost.supervisor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real bash completes after it has read our script. */
final class CompletionTest {

  @TempDir private Path folder;
  private Path script;

  @BeforeEach
  void writeTheScript() throws IOException {
    Terminal terminal = new Terminal(folder, Map.of());
    assertEquals(0, terminal.type("completion", "bash"), terminal.err());
    script = Files.writeString(folder.resolve("completion"), terminal.out());
  }

  @Test
  void bashCompletesCommands() throws IOException, InterruptedException {
    assertEquals(List.of("submit"), completed("bifrost", "sub"));
    assertEquals(
        List.of("pause", "resume", "rm"),
        completed("bifrost", "recurring", "").stream()
            .filter(List.of("pause", "resume", "rm")::contains)
            .toList());
  }

  @Test
  void bashCompletesOptions() throws IOException, InterruptedException {
    assertTrue(completed("bifrost", "submit", "--params").contains("--params-file"));
    assertEquals(List.of("--watch"), completed("bifrost", "ps", "--wa"));
  }

  @Test
  void zshGetsAScriptThatTurnsOnItsEmulation() throws IOException {
    Terminal terminal = new Terminal(folder, Map.of());

    assertEquals(0, terminal.type("completion", "zsh"));

    assertTrue(terminal.out().contains("bashcompinit"), terminal.out());
  }

  private List<String> completed(String... words) throws IOException, InterruptedException {
    // Only a shell at work on a completion knows compopt.
    String command =
        "compopt() { :; }; source \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMPREPLY=();"
            + " $(complete -p bifrost | sed 's/.*-F *\\([^ ]*\\).*/\\1/');"
            + " printf '%s\\n' \"${COMPREPLY[@]}\"";
    Path output = folder.resolve("output");
    Process bash =
        new ProcessBuilder(
                Stream.concat(Stream.of("bash", "-c", command, script.toString()), Stream.of(words))
                    .toList())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertEquals(0, bash.waitFor(), () -> "bash");
    return Files.readString(output, StandardCharsets.UTF_8).lines().map(String::strip).toList();
  }
}

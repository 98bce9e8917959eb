package dev.bifrost.supervisor.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bifrost.protocol.ByteSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveIT {

  private static final Path CHILD =
      Path.of("..", "child-worker", "target", "child-worker.jar").toAbsolutePath().normalize();

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // Copied before each test.
  private Path jar;

  @BeforeEach
  void copyJar() throws IOException {
    jar = Files.copy(CHILD, folder.resolve("child-worker.jar"));
  }

  @Test
  void aChildRehearsesAndTheNextStartsWithItsClasses() throws IOException, InterruptedException {
    Path log = folder.resolve("classes.log");
    LaunchCommand command = command("-Xlog:class+load=info:file=" + log);
    Path archive;
    try (ClassArchive classes = new ClassArchive(command, jar, folder.resolve("state"))) {
      classes.make();
      archive =
          await("the archive of classes")
              .atMost(Duration.ofMinutes(2))
              .until(classes::find, Optional::isPresent)
              .orElseThrow();
      classes.make(); // Once is enough, whoever asks again.
    }

    assertEquals(folder, archive.getParent());
    run(command, archive);
    assertTrue(
        loaded(log, "dev.bifrost.child.ChildMain").endsWith("shared objects file (top)"),
        () -> loaded(log, "dev.bifrost.child.ChildMain"));
  }

  @Test
  void oneThatIsNoneIsPassedOverInSilence() throws IOException, InterruptedException {
    Path log = folder.resolve("classes.log");
    Path archive = Files.writeString(folder.resolve("archive.jsa"), "no archive");

    String printed = run(command("-Xlog:class+load=info:file=" + log), archive);

    assertEquals(1, printed.lines().count(), printed);
    assertTrue(loaded(log, "dev.bifrost.child.ChildMain").endsWith(jar.toString()), printed);
  }

  /** Runs a child that only says its version; returns all that it prints. */
  private static String run(LaunchCommand command, Path archive)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(command.arguments(Path.of("hs_err.log"), Optional.of(archive)));
    arguments.add("--version");
    Process process = new ProcessBuilder(arguments).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    return printed;
  }

  private static String loaded(Path log, String name) {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(name + " ")).findFirst().orElse("not loaded");
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  private LaunchCommand command(String flag) {
    return new LaunchCommand(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        List.of("-jar", jar.toString()),
        ByteSize.ofMebibytes(128),
        ByteSize.ofMebibytes(64),
        List.of(flag),
        Map.of());
  }
}

package dev.bifrost.supervisor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.bifrost.protocol.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // Made before each test.
  private Path jar;

  @BeforeEach
  void makeJar() throws IOException {
    jar = Files.writeString(folder.resolve("child-worker.jar"), "classes");
  }

  @Test
  void itLiesBesideTheJarAndElseInAFolderOfTheSupervisor() throws IOException {
    ClassArchive archive = archive();
    Path beside = archive.places().get(0);
    Path own = archive.places().get(1);
    assertEquals(folder, beside.getParent());
    assertEquals(folder.resolve("state"), own.getParent());
    assertEquals(Optional.empty(), archive.find());

    Files.createDirectories(own.getParent());
    Files.createFile(own);
    assertEquals(Optional.of(own), archive.find());

    Files.createFile(beside);
    assertEquals(Optional.of(beside), archive.find());
  }

  @Test
  void thatOfAnotherBuildOfTheJarIsAnother() throws IOException {
    Path first = archive().places().get(0);

    Files.writeString(jar, "other classes");

    assertNotEquals(first, archive().places().get(0));
  }

  @Test
  void oneThatCrashesAChildAtItsStartIsNotUsedAgain() throws IOException {
    ClassArchive archive = archive();
    Path file = Files.createFile(archive.places().get(0));

    archive.blame(file, 1);
    assertEquals(Optional.of(file), archive.find(), "a child that cannot start for other reasons");

    archive.blame(file, 134);
    assertEquals(Optional.empty(), archive.find());
    assertFalse(Files.exists(file));
  }

  private ClassArchive archive() {
    LaunchCommand command =
        new LaunchCommand(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            List.of("-jar", jar.toString()),
            ByteSize.ofMebibytes(64),
            ByteSize.ofMebibytes(64),
            List.of(),
            Map.of());
    return new ClassArchive(command, jar, folder.resolve("state"));
  }
}

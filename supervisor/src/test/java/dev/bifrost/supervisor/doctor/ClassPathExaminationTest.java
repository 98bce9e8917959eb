package dev.bifrost.supervisor.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassPathExaminationTest {

  @TempDir private Path folder;

  @Test
  void classesThatTheChildrenCanLoadAreGood() throws IOException {
    Finding finding = look(jar("a/B.class", classFile(61)), 17);

    assertEquals(Verdict.GOOD, finding.verdict());
    assertTrue(finding.found().endsWith("w.jar, 1 class"), finding.found());
  }

  @Test
  void classesThatAreTooNewAreBad() throws IOException {
    Finding finding = look(jar("a/B.class", classFile(69)), 17);

    assertEquals(Verdict.BAD, finding.verdict());
    assertTrue(finding.found().endsWith("1 class for Java 25"), finding.found());
    assertEquals(Verdict.GOOD, look(folder.resolve("w.jar"), 25).verdict());
    assertEquals(
        Verdict.GOOD,
        look(jar("a/B.class", classFile(61)), 17).verdict(),
        "and those that are not are good");
  }

  @Test
  void whatIsNoJarAndNoClassFileIsBad() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jar"), "no jar");
    Files.createDirectories(folder.resolve("classes"));
    Files.writeString(folder.resolve("classes/B.class"), "no class");

    assertEquals(Verdict.BAD, look(broken, 17).verdict());
    assertEquals(Verdict.BAD, look(folder.resolve("classes"), 17).verdict());
  }

  @Test
  void nothingToRunIsNoted() throws IOException {
    assertEquals(
        Verdict.NOTE, look(Files.createDirectories(folder.resolve("empty")), 17).verdict());
  }

  private static Finding look(Path entry, int feature) {
    return ClassPathExamination.of(List.of(entry), feature).get(0);
  }

  private Path jar(String name, byte[] content) throws IOException {
    Path jar = folder.resolve("w.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(name));
      out.write(content);
      out.closeEntry();
    }
    return jar;
  }

  private static byte[] classFile(int major) {
    return new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) major};
  }
}

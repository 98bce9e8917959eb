package dev.bifrost.supervisor.doctor;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Looks whether the classes of workflows can be loaded: that they are there, whole and not too new.
 */
public final class ClassPathExamination {

  private static final int MAGIC = 0xCAFEBABE;
  private static final int MAJOR_OF_JAVA_0 = 44;

  private final Path entry;
  private int classes;
  private int newest;

  private ClassPathExamination(Path entry) {
    this.entry = entry;
  }

  /**
   * Looks at jars and folders.
   *
   * @param feature the version of the JDK that is to load them
   */
  public static List<Finding> of(List<Path> classPath, int feature) {
    List<Finding> findings = new ArrayList<>();
    for (Path entry : classPath) {
      findings.add(new ClassPathExamination(entry).look(feature));
    }
    return findings;
  }

  private Finding look(int feature) {
    String subject = "class path";
    try {
      if (Files.isDirectory(entry)) {
        folder();
      } else {
        jar();
      }
    } catch (IOException | UncheckedIOException e) {
      return Finding.bad(
          subject,
          entry + " cannot be read: " + e.getMessage(),
          "Its workflows cannot be loaded. Build or copy it again, or take it out of"
              + " child.class-path.");
    }
    String found = entry + ", " + classes + (classes == 1 ? " class" : " classes");
    if (newest - MAJOR_OF_JAVA_0 > feature) {
      return Finding.bad(
          subject,
          found + " for Java " + (newest - MAJOR_OF_JAVA_0),
          "Children run on Java "
              + feature
              + " and cannot load them. Compile with --release "
              + feature
              + ", or set child.java to a newer JDK.");
    }
    return classes == 0
        ? Finding.note(subject, found, "Nothing can be run from it.")
        : new Finding(subject, Verdict.GOOD, found, Optional.empty());
  }

  private void jar() throws IOException {
    try (JarFile jar = new JarFile(entry.toFile())) {
      List<String> names =
          jar.stream().map(one -> one.getName()).filter(ClassPathExamination::isClass).toList();
      for (String name : names) {
        try (InputStream in = jar.getInputStream(jar.getJarEntry(name))) {
          note(in, name);
        }
      }
    }
  }

  private void folder() throws IOException {
    try (Stream<Path> files = Files.walk(entry)) {
      for (Path file : files.filter(one -> isClass(one.toString())).toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          note(in, file.toString());
        }
      }
    }
  }

  private void note(InputStream in, String name) throws IOException {
    DataInputStream data = new DataInputStream(in);
    if (data.readInt() != MAGIC) {
      throw new IOException(name + " is no class file");
    }
    // The minor version comes first.
    data.readUnsignedShort();
    newest = Math.max(newest, data.readUnsignedShort());
    classes++;
  }

  // Those of other versions of Java in one jar are for whoever has that version.
  private static boolean isClass(String name) {
    return name.endsWith(".class") && !name.startsWith("META-INF/");
  }
}

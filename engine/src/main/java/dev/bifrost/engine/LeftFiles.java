package dev.bifrost.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Files that an execution opened and did not close, where the system tells (Linux). They are closed
 * when the JVM collects what holds them; until then they cost a descriptor each. Jars and native
 * libraries do not count: class loaders hold those.
 */
final class LeftFiles {

  private static final File DESCRIPTORS = new File("/proc/self/fd");
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
  private static final int MOST_NAMED = 10;

  private final Set<String> before;

  private LeftFiles() {
    before = descriptors();
    // One of them was that of the list itself, and is free again.
    before.removeIf(
        name -> !Files.exists(DESCRIPTORS.toPath().resolve(name), LinkOption.NOFOLLOW_LINKS));
  }

  /** Counts those that are open already. */
  static LeftFiles now() {
    return new LeftFiles();
  }

  /** One sentence for each file that was opened since and is open. */
  List<String> name() {
    List<String> warnings = new ArrayList<>();
    for (String descriptor : descriptors()) {
      if (!before.contains(descriptor) && warnings.size() < MOST_NAMED) {
        nameIfFile(DESCRIPTORS.toPath().resolve(descriptor), warnings);
      }
    }
    return warnings;
  }

  private static void nameIfFile(Path descriptor, List<String> warnings) {
    try {
      Path file = Files.readSymbolicLink(descriptor);
      if (Files.isRegularFile(file) && !isOfClassLoaders(file)) {
        warnings.add("The execution left the file " + Cut.end(file.toString(), 1_000) + " open.");
      }
    } catch (IOException e) {
      // Closed in this very moment.
    }
  }

  private static boolean isOfClassLoaders(Path file) {
    String name = file.toString();
    return name.endsWith(".jar")
        || name.endsWith(".so")
        || name.endsWith(".jsa")
        || file.startsWith(JAVA_HOME);
  }

  private static Set<String> descriptors() {
    String[] names = DESCRIPTORS.list();
    return names == null ? new HashSet<>() : new HashSet<>(List.of(names));
  }
}

package dev.bifrost.supervisor.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/** The class path of workflows, whose entries may be patterns. */
final class ClassPath {

  private ClassPath() {}

  /**
   * The jars and folders that these paths name, in order and each once. A pattern in the last part
   * ({@code lib/*.jar}) stands for what it matches, by name. What matches nothing stays as it is,
   * so that the check of the host can name it.
   */
  static List<Path> expand(List<Path> paths) {
    Set<Path> expanded = new LinkedHashSet<>();
    for (Path path : paths) {
      List<Path> matches = isPattern(path) ? matches(path) : List.of();
      expanded.addAll(matches.isEmpty() ? List.of(path) : matches);
    }
    return List.copyOf(expanded);
  }

  private static boolean isPattern(Path path) {
    String name = String.valueOf(path.getFileName());
    return !Files.exists(path)
        && (name.contains("*") || name.contains("?") || name.contains("[") || name.contains("{"));
  }

  private static List<Path> matches(Path pattern) {
    Path folder = pattern.resolveSibling("");
    List<Path> matches = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(folder, String.valueOf(pattern.getFileName()))) {
      found.forEach(matches::add);
    } catch (IOException | PatternSyntaxException e) {
      // Nothing there to be read: the check of the host says so, with the path as it was written.
      return List.of();
    }
    matches.sort(null);
    return matches;
  }
}

package dev.bifrost.supervisor.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The small files by which Linux tells about itself; absent ones are empty.
 *
 * @param root the root folder; another one in tests
 */
record HostFiles(Path root) {

  /** The lines of a file; none if it is not there or cannot be read. */
  List<String> lines(String file) {
    try {
      return Files.readAllLines(path(file));
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  /** The only line of a file. */
  Optional<String> line(String file) {
    return lines(file).stream().findFirst().map(String::strip);
  }

  /** The only number in a file; empty if it is no number, as {@code max}. */
  OptionalLong number(String file) {
    return line(file).map(HostFiles::parsed).orElse(OptionalLong.empty());
  }

  boolean exists(String file) {
    return Files.exists(path(file));
  }

  boolean writable(String file) {
    return Files.isWritable(path(file));
  }

  static OptionalLong parsed(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private Path path(String file) {
    return root.resolve(file);
  }
}

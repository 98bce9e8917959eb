package dev.bifrost.supervisor.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Size and time of files, by which a change is noticed without reading them.
 *
 * @param stamps by file
 */
public record FileStamps(Map<Path, Stamp> stamps) {

  private static final Logger log = LoggerFactory.getLogger(FileStamps.class);
  private static final int MOST_FILES = 10_000;

  /** Copies the map. */
  public FileStamps {
    stamps = Map.copyOf(stamps);
  }

  /**
   * Of one file.
   *
   * @param size in bytes
   * @param changed when it was written
   */
  public record Stamp(long size, FileTime changed) {}

  /** Of these files, and of those in these folders; what is not there is left out. */
  public static FileStamps of(List<Path> paths) {
    Map<Path, Stamp> stamps = new TreeMap<>();
    for (Path path : paths) {
      try (Stream<Path> files = Files.walk(path)) {
        files.filter(Files::isRegularFile).limit(MOST_FILES).forEach(file -> note(file, stamps));
      } catch (IOException | UncheckedIOException e) {
        log.debug("{} is being replaced just now; the next look sees what came of it", path, e);
      }
    }
    return new FileStamps(stamps);
  }

  private static void note(Path file, Map<Path, Stamp> stamps) {
    try {
      stamps.put(file, new Stamp(Files.size(file), Files.getLastModifiedTime(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.bifrost.supervisor.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that a JVM writes when it crashes (hs_err). */
final class CrashReport {

  private static final Logger log = LoggerFactory.getLogger(CrashReport.class);
  private static final int HEAD = 1 << 14;

  private CrashReport() {}

  /** Reads the head of the report and deletes it; empty if there is none. */
  static Optional<String> take(Path file) {
    // The child's user could have put a link there that leads to something else.
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream report = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      String head = new String(report.readNBytes(HEAD), StandardCharsets.UTF_8);
      Files.deleteIfExists(file);
      return head.isBlank() ? Optional.empty() : Optional.of(head);
    } catch (IOException e) {
      log.warn("The crash report {} cannot be read; the result goes without it", file, e);
      return Optional.empty();
    }
  }
}

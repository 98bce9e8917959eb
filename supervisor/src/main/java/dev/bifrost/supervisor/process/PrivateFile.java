package dev.bifrost.supervisor.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that nobody else on this host may read. */
final class PrivateFile {

  private static final Set<PosixFilePermission> OWNER_READS_AND_WRITES =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFile() {}

  /** Writes the whole file, so that a reader sees the old text or the new, and nothing between. */
  static void write(Path file, String text) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(written);
    // Born with its mode: at no instant can another read it.
    Files.createFile(written, PosixFilePermissions.asFileAttribute(OWNER_READS_AND_WRITES));
    Files.writeString(written, text);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes a directory that is for its owner alone, or makes an existing one so. */
  static void directory(Path directory) throws IOException {
    Files.createDirectories(directory);
    ownerOnly(directory);
  }

  /** Lets the owner alone read, write and execute. */
  static void ownerOnly(Path path) throws IOException {
    Files.setPosixFilePermissions(path, OWNER_ONLY);
  }
}

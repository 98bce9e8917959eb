package dev.bifrost.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which this JVM's executions have their scratch directories; made when the first
 * one is asked for. What JVMs have left that were killed is removed then as well: whose lock is
 * free is dead. Any thread.
 */
final class ScratchRoot {

  private static final String PREFIX = "bifrost-scratch-";
  private static final String LOCK = ".lock";

  private final Path parent;
  private @Nullable Path root;
  private @Nullable FileChannel lock;

  /**
   * @param parent where temporary files are
   */
  ScratchRoot(Path parent) {
    this.parent = parent;
  }

  /** A new directory that nobody else has, open to this user alone. */
  synchronized Path create(String name) throws IOException {
    if (root == null) {
      sweep();
      Path made = Files.createTempDirectory(parent, PREFIX);
      // Locked before it has its name: nobody may find the lock free while we live.
      Path unnamed = made.resolve(LOCK + ".new");
      lock = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock.lock();
      Files.move(unnamed, made.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
      root = made;
    }
    return Files.createTempDirectory(root, name + "-");
  }

  /** Removes the directory and all that is in it; idempotent. */
  synchronized void close() {
    if (root == null || lock == null) {
      return;
    }
    try {
      DirectoryTree.remove(root);
      lock.close();
    } catch (IOException e) {
      // The next JVM that needs a scratch directory tries again.
    }
    root = null;
    lock = null;
  }

  private void sweep() throws IOException {
    try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path other : others) {
        if (Files.isRegularFile(other.resolve(LOCK))) {
          removeIfDead(other);
        }
      }
    }
  }

  private static void removeIfDead(Path other) {
    try (FileChannel its = FileChannel.open(other.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock free = its.tryLock()) {
      if (free != null) {
        DirectoryTree.remove(other);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // Another user's, or of this very JVM, or removed by another one just now.
    }
  }
}

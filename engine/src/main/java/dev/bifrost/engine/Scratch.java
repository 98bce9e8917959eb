package dev.bifrost.engine;

import dev.bifrost.protocol.ExecutionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The scratch directory of one execution, if that asks for one. Any thread. */
final class Scratch {

  private final ScratchRoot root;
  private final ExecutionId id;
  private @Nullable Path directory;
  private boolean closed;

  Scratch(ScratchRoot root, ExecutionId id) {
    this.root = root;
    this.id = id;
  }

  /** The directory; made at the first call. */
  synchronized Path directory() throws IOException {
    if (closed) {
      throw new IOException("Execution " + id + " is over, and has no scratch directory any more.");
    }
    if (directory == null) {
      directory = root.create(id.value());
    }
    return directory;
  }

  /**
   * Removes it; from now on there is none.
   *
   * @return what could not be removed, as one sentence
   */
  synchronized Optional<String> remove() {
    closed = true;
    if (directory == null) {
      return Optional.empty();
    }
    try {
      DirectoryTree.remove(directory);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "The scratch directory " + directory + " could not be removed completely: " + e + ".");
    }
  }
}

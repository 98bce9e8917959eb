package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The folder that relative paths of contexts mean; nothing outside of it is reached through them.
 *
 * @param root the folder
 */
record Workspace(Path root) {

  /**
   * The existing file or folder that the path means, without symbolic links.
   *
   * @param field the field of the context that the path stands in, for the message
   * @param type what the execution fails with
   * @throws Refusal if there is none, or if it is outside of the workspace, by way of symbolic
   *     links included
   */
  Path resolve(String path, String field, ErrorType type) throws Refusal {
    try {
      Path top = root.toRealPath();
      // As written first, so that nobody learns what exists outside.
      if (!top.resolve(path).normalize().startsWith(top)) {
        throw outside(path, field, type);
      }
      if (!Files.exists(top.resolve(path))) {
        throw new Refusal(
            type,
            field
                + ": \""
                + Cut.end(path, 200)
                + "\" does not exist in the workspace "
                + root
                + "; nothing was run.");
      }
      Path found = top.resolve(path).toRealPath();
      if (!found.startsWith(top)) {
        throw outside(path, field, type);
      }
      return found;
    } catch (IOException | InvalidPathException e) {
      throw new Refusal(
          type,
          field
              + ": \""
              + Cut.end(path, 200)
              + "\" cannot be reached in the workspace "
              + root
              + " ("
              + e
              + "); nothing was run.");
    }
  }

  private Refusal outside(String path, String field, ErrorType type) {
    return new Refusal(
        type,
        field
            + ": \""
            + Cut.end(path, 200)
            + "\" leads out of the workspace "
            + root
            + ". Allowed are paths within it; nothing was run.");
  }
}

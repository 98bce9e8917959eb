package dev.bifrost.supervisor.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and kills what a child has started: its descendants while it lives, and those that outlive
 * it by the mark that they inherited in their environment. The way of Jenkins's process tree
 * killer; without /proc only living descendants are found. Every step may fail and then is left
 * out.
 */
final class ProcessTree {

  private static final Logger log = LoggerFactory.getLogger(ProcessTree.class);
  private static final Path PROC = Path.of("/proc");

  private ProcessTree() {}

  /** The living descendants of a process. */
  static List<ProcessHandle> descendants(ProcessHandle root) {
    try {
      return root.descendants().toList();
    } catch (RuntimeException e) {
      // Listing processes needs memory and rights that the host may not have just now.
      log.warn("Cannot list the descendants of {}; its orphans are found by their mark", root, e);
      return List.of();
    }
  }

  /** Kills them all. */
  static void kill(List<ProcessHandle> processes) {
    processes.forEach(ProcessTree::kill);
  }

  /**
   * Kills every process that carries the mark.
   *
   * @return how many there were
   */
  static int killMarked(String mark) {
    List<ProcessHandle> marked = marked(mark);
    kill(marked);
    return marked.size();
  }

  /** The processes that carry the mark. */
  static List<ProcessHandle> marked(String mark) {
    if (!Files.isDirectory(PROC)) {
      return List.of();
    }
    String variable = LaunchCommand.MARK + "=" + mark;
    List<ProcessHandle> marked = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (carries(process, variable)) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString())).ifPresent(marked::add);
        }
      }
    } catch (IOException | RuntimeException e) {
      log.warn("Cannot look for orphans of {}; they may live on", mark, e);
    }
    return marked;
  }

  private static boolean carries(Path process, String variable) {
    try {
      byte[] environment = Files.readAllBytes(process.resolve("environ"));
      // Latin 1 maps every byte to one character, so that any environment can be searched.
      String text = "\0" + new String(environment, StandardCharsets.ISO_8859_1);
      return text.contains("\0" + variable + "\0");
    } catch (IOException | RuntimeException e) {
      // Gone, or another user's: not ours.
      return false;
    }
  }

  private static void kill(ProcessHandle process) {
    try {
      boolean asked = process.destroyForcibly();
      log.debug("Killed process {}: {}", process.pid(), asked);
    } catch (RuntimeException e) {
      log.warn("Cannot kill process {}; it may live on", process.pid(), e);
    }
  }
}

package dev.bifrost.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.Set;
import java.util.stream.Collectors;

/** Processes that an execution started and left running. */
final class LeftProcesses {

  private static final Path THREADS = Path.of("/proc/self/task");

  private final Set<Long> before = children();

  private LeftProcesses() {}

  /** Counts those that this JVM has already. */
  static LeftProcesses now() {
    return new LeftProcesses();
  }

  /**
   * Ends those that were started since, with all that they started.
   *
   * @return one sentence for each
   */
  List<String> end() {
    List<String> warnings = new ArrayList<>();
    for (long pid : children()) {
      if (before.contains(pid)) {
        continue;
      }
      Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
      if (process.isEmpty()) {
        continue;
      }
      String command = process.get().info().command().orElse("?");
      List<ProcessHandle> tree = process.get().descendants().toList();
      process.get().destroyForcibly();
      tree.forEach(ProcessHandle::destroyForcibly);
      warnings.add(
          "The execution left the process "
              + pid
              + " ("
              + Cut.end(command, 200)
              + ") running; it was killed.");
    }
    return warnings;
  }

  /**
   * From the kernel's lists, which cost a hundredth of a look at all processes of the host. They
   * are of threads, and a process goes to another thread when its own ends: read once, they may
   * show it nowhere.
   */
  private static Set<Long> children() {
    if (!hasReaper()) {
      return Set.of();
    }
    Set<Long> pids = childrenOfThreads();
    pids.addAll(childrenOfThreads());
    return pids;
  }

  /** Whether the JDK waits for the end of a process: it does so for each one that it started. */
  private static boolean hasReaper() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    for (ThreadGroup above = root.getParent(); above != null; above = root.getParent()) {
      root = above;
    }
    Thread[] threads = new Thread[2 * root.activeCount() + 16];
    int count = root.enumerate(threads, true);
    return Arrays.stream(threads, 0, count)
        .anyMatch(thread -> thread.getName().startsWith("process reaper"));
  }

  private static Set<Long> childrenOfThreads() {
    Set<Long> pids = new HashSet<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path thread : threads) {
        addChildren(thread.resolve("children"), pids);
      }
      return pids;
    } catch (IOException e) {
      return ProcessHandle.current()
          .children()
          .map(ProcessHandle::pid)
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  private static void addChildren(Path file, Set<Long> pids) throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      if (Files.exists(Path.of("/proc/self/task/" + ProcessHandle.current().pid() + "/children"))) {
        return; // The thread has ended.
      }
      throw e; // A kernel without these lists.
    }
    try (Scanner numbers = new Scanner(text)) {
      while (numbers.hasNextLong()) {
        pids.add(numbers.nextLong());
      }
    }
  }
}

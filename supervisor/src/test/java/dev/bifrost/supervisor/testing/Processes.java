package dev.bifrost.supervisor.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Looks at processes from outside. */
public final class Processes {

  private Processes() {}

  /**
   * Those that still run. A process that has ended and waits for its adoptive parent to take note,
   * which init does when it likes, is dead.
   */
  public static List<ProcessHandle> running(Collection<ProcessHandle> processes) {
    return processes.stream()
        .filter(ProcessHandle::isAlive)
        .filter(process -> !isZombie(process.pid()))
        .toList();
  }

  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
    } catch (IOException e) {
      // No /proc here, or gone just now: then isAlive has told the truth.
      return false;
    }
  }
}

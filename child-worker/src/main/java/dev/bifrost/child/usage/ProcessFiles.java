package dev.bifrost.child.usage;

import dev.bifrost.protocol.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What Linux tells about this process in {@code /proc/self}. Elsewhere everything is absent. */
final class ProcessFiles {

  /**
   * Processor time in ticks of the kernel; only the proportion of the two counts.
   *
   * @param user in user mode
   * @param system in the kernel
   */
  record Ticks(long user, long system) {}

  private static final Path SELF = Path.of("/proc/self");
  private static final int USER_TIME = 11; // Fields after the command's name, counted from 0.
  private static final int SYSTEM_TIME = 12;

  private ProcessFiles() {}

  static @Nullable Ticks ticks() {
    try {
      String stat = Files.readString(SELF.resolve("stat"));
      // The command's name stands in parentheses and may hold anything, parentheses included.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", SYSTEM_TIME + 2);
      return new Ticks(Long.parseLong(fields[USER_TIME]), Long.parseLong(fields[SYSTEM_TIME]));
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** Resident memory now. */
  static @Nullable ByteSize resident() {
    return status("VmRSS:");
  }

  /** The highest resident memory since the last {@link #forgetPeak}. */
  static @Nullable ByteSize peak() {
    return status("VmHWM:");
  }

  /**
   * Makes the kernel forget the peak.
   *
   * @return whether it did; some containers do not allow it
   */
  static boolean forgetPeak() {
    try {
      Files.writeString(SELF.resolve("clear_refs"), "5");
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static @Nullable ByteSize status(String field) {
    try {
      for (String line : Files.readAllLines(SELF.resolve("status"))) {
        if (line.startsWith(field)) {
          String kibibytes = line.substring(field.length()).replace("kB", "").strip();
          return new ByteSize(Long.parseLong(kibibytes) << 10);
        }
      }
    } catch (IOException | RuntimeException e) {
      return null;
    }
    return null;
  }
}

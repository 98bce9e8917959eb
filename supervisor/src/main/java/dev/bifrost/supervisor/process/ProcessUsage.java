package dev.bifrost.supervisor.process;

import dev.bifrost.protocol.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Resources of a process from outside, as /proc tells them (proc_pid_stat(5), proc_pid_status(5));
 * empty on other systems and for a process that is gone.
 *
 * @param cpuUser processor time in user mode since its start, in steps of 10 ms
 * @param cpuSystem processor time in the kernel since its start, in steps of 10 ms
 * @param resident resident memory now
 * @param peakResident highest resident memory since its start, or since the child has reset it
 */
public record ProcessUsage(
    Optional<Duration> cpuUser,
    Optional<Duration> cpuSystem,
    Optional<ByteSize> resident,
    Optional<ByteSize> peakResident) {

  /** Nothing is known. */
  public static final ProcessUsage UNKNOWN =
      new ProcessUsage(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** USER_HZ, which is 100 on every Linux that a JVM runs on. */
  private static final long TICK_MILLIS = 10;

  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  static ProcessUsage read(long pid) {
    ProcessUsage time = processorTime(pid);
    try {
      List<String> status = Files.readAllLines(file(pid, "status"));
      return new ProcessUsage(
          time.cpuUser(),
          time.cpuSystem(),
          kilobytes(status, "VmRSS:"),
          kilobytes(status, "VmHWM:"));
    } catch (IOException | RuntimeException e) {
      // The process may end at any moment, and there is no /proc elsewhere: nothing is known then.
      return UNKNOWN;
    }
  }

  /** The processor time alone, which is asked at every execution. */
  static ProcessUsage processorTime(long pid) {
    try {
      String stat = Files.readString(file(pid, "stat"));
      // The name before the last parenthesis may hold anything, blanks included.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return new ProcessUsage(
          Optional.of(Duration.ofMillis(Long.parseLong(fields[USER_TICKS]) * TICK_MILLIS)),
          Optional.of(Duration.ofMillis(Long.parseLong(fields[SYSTEM_TICKS]) * TICK_MILLIS)),
          Optional.empty(),
          Optional.empty());
    } catch (IOException | RuntimeException e) {
      return UNKNOWN;
    }
  }

  private static Path file(long pid, String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }

  /** What is known now, and where nothing is, what was known before. */
  ProcessUsage or(ProcessUsage before) {
    return new ProcessUsage(
        cpuUser.or(before::cpuUser),
        cpuSystem.or(before::cpuSystem),
        resident.or(before::resident),
        peakResident.or(before::peakResident));
  }

  private static Optional<ByteSize> kilobytes(List<String> status, String name) {
    Function<String, ByteSize> size =
        line -> new ByteSize(Long.parseLong(line.replaceAll("\\D", "")) << 10);
    return status.stream().filter(line -> line.startsWith(name)).findFirst().map(size);
  }
}

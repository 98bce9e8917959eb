package dev.bifrost.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Who a child is and since when.
 *
 * @param pid its process
 * @param version the version of its code; {@code development} where no jar says it
 * @param start when the process began, on the clock of {@link System#nanoTime}
 */
public record Birth(long pid, String version, long start) {

  private static final long TICKS_PER_SECOND = 100; // Linux tells user space no other rate.
  private static final int START_TIME = 19; // The field's place after the command's name.

  /** Checks that nothing is missing. */
  public Birth {
    Objects.requireNonNull(version, "version");
  }

  /** This process. */
  public static Birth ofThisProcess() {
    ProcessHandle self = ProcessHandle.current();
    Duration age = age().or(() -> coarseAge(self)).orElse(Duration.ZERO);
    return new Birth(self.pid(), codeVersion(), System.nanoTime() - age.toNanos());
  }

  /** A child that begins now, inside of a process that is older. */
  public static Birth now() {
    return new Birth(ProcessHandle.current().pid(), codeVersion(), System.nanoTime());
  }

  /** The version of this code. */
  static String codeVersion() {
    String version = Birth.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** Time since the start. */
  public Duration age(long now) {
    return Duration.ofNanos(Math.max(0, now - start));
  }

  /** To a hundredth of a second. The JVM's own figure costs the management classes at start. */
  private static Optional<Duration> age() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", START_TIME + 2);
      String uptime = Files.readString(Path.of("/proc/uptime"));
      double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
      long started = Long.parseLong(fields[START_TIME]) * 1000 / TICKS_PER_SECOND;
      return Optional.of(Duration.ofMillis(Math.max(0, (long) (seconds * 1000) - started)));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // No Linux, or one that hides its processes.
    }
  }

  private static Optional<Duration> coarseAge(ProcessHandle self) {
    return self.info().startInstant().map(start -> Duration.between(start, Instant.now()));
  }
}

package dev.bifrost.supervisor.cli;

import dev.bifrost.supervisor.process.NotifyProgram;
import dev.bifrost.supervisor.time.SystemTime;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * What the service tells the init system that started it; nothing where that did not ask. Any
 * thread.
 */
final class InitSystem implements AutoCloseable {

  private final Optional<NotifyProgram> program;
  private final Optional<Duration> watchdog;
  private final SystemTime time = new SystemTime();

  private InitSystem(Optional<NotifyProgram> program, Optional<Duration> watchdog) {
    this.program = program;
    this.watchdog = watchdog;
  }

  /** The one that these variables tell of. */
  static InitSystem of(Map<String, String> environment) {
    return new InitSystem(NotifyProgram.find(environment), watchdog(environment));
  }

  /** The first child can take an execution. */
  void ready(Service service) {
    tell("READY=1", "STATUS=Takes executions.");
    if (program.isPresent() && watchdog.isPresent()) {
      new Watchdog(service.pulse(), time, watchdog.get(), () -> tell("WATCHDOG=1")).start();
    }
  }

  /**
   * The service drains.
   *
   * @param limit how long that may take, whatever the unit says of it
   */
  void stopping(Duration limit) {
    tell(
        "STOPPING=1",
        "STATUS=Drains.",
        "EXTEND_TIMEOUT_USEC=" + limit.toNanos() / ChronoUnit.MICROS.getDuration().toNanos());
  }

  @Override
  public void close() {
    time.close();
    program.ifPresent(NotifyProgram::close);
  }

  private void tell(String... assignments) {
    program.ifPresent(there -> there.tell(assignments));
  }

  /** How long the watchdog waits, if there is one and it watches this process. */
  private static Optional<Duration> watchdog(Map<String, String> environment) {
    String watched = environment.getOrDefault("WATCHDOG_PID", "");
    if (!watched.isEmpty() && !watched.equals(Long.toString(ProcessHandle.current().pid()))) {
      return Optional.empty();
    }
    try {
      long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
      return micros > 0 ? Optional.of(Duration.of(micros, ChronoUnit.MICROS)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

package dev.bifrost.supervisor.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the service is, by its own program {@code systemd-notify}: systemd listens on a
 * datagram socket, and Java has none of that kind. Nothing blocks and nothing fails; what is told
 * arrives in order. Any thread.
 */
public final class NotifyProgram implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NotifyProgram.class);
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String NAME = "systemd-notify";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path program;
  private final ExecutorService thread;

  private NotifyProgram(Path program) {
    this.program = program;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "notify");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The program, if systemd wants to hear from us and it is on the {@code PATH}. */
  public static Optional<NotifyProgram> find(Map<String, String> environment) {
    if (environment.getOrDefault(SOCKET, "").isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> program =
        Arrays.stream(environment.getOrDefault("PATH", "").split(":", -1))
            .filter(folder -> folder.startsWith("/"))
            .map(folder -> Path.of(folder, NAME))
            .filter(Files::isExecutable)
            .findFirst();
    if (program.isEmpty()) {
      log.warn(
          "systemd wants to hear from this service, and there is no {} on the PATH: it will not"
              + " count as started. Install systemd's tools, or use Type=exec without a watchdog",
          NAME);
    }
    return program.map(NotifyProgram::new);
  }

  /**
   * Tells it.
   *
   * @param assignments as {@code READY=1}
   */
  public void tell(String... assignments) {
    try {
      thread.execute(() -> run(assignments));
    } catch (RejectedExecutionException closed) {
      log.debug("Not told after the end: {}", Arrays.toString(assignments));
    }
  }

  /** Lets what was told arrive, for a moment. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void run(String... assignments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(assignments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        log.warn("{} did not end within {}; it was killed", command, PATIENCE);
      } else if (process.exitValue() != 0) {
        log.warn("{} failed with exit code {}", command, process.exitValue());
      }
    } catch (IOException e) {
      log.warn("{} cannot be run: {}", command, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

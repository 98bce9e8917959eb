package dev.bifrost.engine;

import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.LogSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The process of the built-in command; the only place of the engine that touches processes. Runs on
 * the execution's thread; an interrupt of that thread ends the process and all its descendants.
 */
final class CommandProcess {

  private static final String MARK = "BIFROST_COMMAND";
  private static final int MOST_NAMED = 10;

  /** What a cut line may have more than the limit, so that the log sees that it is too long. */
  private static final int OVER = 4;

  private final LogBook log;
  private final long longestLine;
  private final Duration grace;

  /**
   * @param settings half of their grace is the command's to end by itself after it was told to
   */
  CommandProcess(LogBook log, EngineSettings settings) {
    this.log = log;
    this.longestLine = settings.limits().lineBytes().bytes() + OVER;
    this.grace = settings.grace();
  }

  /**
   * Runs the command to its end; its output goes to the log line by line.
   *
   * @throws Refusal if there is no such program
   * @throws InterruptedException after the process and its descendants were ended
   */
  CommandExit run(CommandRequest request) throws Refusal, InterruptedException {
    // Inherited by all that the command starts, and so still there when the parent is not.
    String mark = MARK + "=" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    Process process = start(request, mark);
    List<Thread> pumps =
        List.of(
            pump(process.getInputStream(), LogSource.STDOUT),
            pump(process.getErrorStream(), LogSource.STDERR));
    try {
      feed(process, request.stdin());
      int code = process.waitFor();
      endLeftBehind(mark);
      return new CommandExit(request.program(), code, drain(pumps));
    } catch (InterruptedException e) {
      end(Stream.concat(tree(process.toHandle()), marked(mark)).distinct().toList(), mark);
      throw e;
    }
  }

  private static Process start(CommandRequest request, String mark) throws Refusal {
    ProcessBuilder builder =
        new ProcessBuilder(request.command()).directory(request.directory().toFile());
    builder.environment().putAll(request.environment());
    builder.environment().put(MARK, mark.substring(MARK.length() + 1));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Refusal(
          ErrorType.INVALID_PARAMETERS,
          "command: the program \""
              + Cut.end(request.program(), 200)
              + "\" cannot be started ("
              + Cut.end(String.valueOf(e.getMessage()), 300)
              + "); nothing was run.");
    }
  }

  private Thread pump(InputStream output, LogSource source) {
    return start(
        "command-" + source.wireName(),
        new OutputPump(output, longestLine, line -> log.print(source, line)));
  }

  private static void feed(Process process, @Nullable String stdin) {
    // On a thread of its own: a command that writes before it reads would block both of us.
    start(
        "command-stdin",
        () -> {
          try (OutputStream input = process.getOutputStream()) {
            if (stdin != null) {
              input.write(stdin.getBytes(StandardCharsets.UTF_8));
            }
          } catch (IOException e) {
            // A program need not read its input to the end.
          }
        });
  }

  /** Not among the threads of the user's: it must not be taken for one that the workflow left. */
  private static Thread start(String name, Runnable work) {
    ThreadGroup users = Thread.currentThread().getThreadGroup();
    Thread thread = new Thread(users.getParent(), work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** What still runs in the background when the command has ended ends too. */
  private void endLeftBehind(String mark) {
    List<ProcessHandle> left = marked(mark).toList();
    if (left.isEmpty()) {
      return;
    }
    log.note(
        "WARN",
        "The command ended and left processes behind, which are ended now: "
            + left.stream()
                .limit(MOST_NAMED)
                .map(handle -> handle.info().command().orElse("?") + " (" + handle.pid() + ")")
                .collect(Collectors.joining(", ")));
    end(left, mark);
  }

  /** Waits for the last lines, but not for a process that hid itself and keeps the pipe open. */
  private Optional<String> drain(List<Thread> pumps) throws InterruptedException {
    long deadline = System.nanoTime() + grace.dividedBy(2).toNanos();
    for (Thread pump : pumps) {
      TimeUnit.NANOSECONDS.timedJoin(pump, Math.max(1, deadline - System.nanoTime()));
    }
    return pumps.stream().anyMatch(Thread::isAlive)
        ? Optional.of("the command left a process behind that holds its output open")
        : Optional.empty();
  }

  private void end(List<ProcessHandle> processes, String mark) {
    processes.forEach(ProcessHandle::destroy);
    if (haveEnded(processes, grace.dividedBy(2))) {
      return;
    }
    // Looked up again: a process that is told to end may start another one to clean up.
    List<ProcessHandle> stubborn =
        Stream.concat(processes.stream().flatMap(CommandProcess::tree), marked(mark))
            .distinct()
            .toList();
    stubborn.forEach(ProcessHandle::destroyForcibly);
    haveEnded(stubborn, grace.dividedBy(4));
  }

  private static Stream<ProcessHandle> tree(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants());
  }

  /** All processes with the mark, whoever is their parent by now; none where there is no /proc. */
  private static Stream<ProcessHandle> marked(String mark) {
    return ProcessHandle.allProcesses().filter(handle -> isMarked(handle, mark));
  }

  private static boolean isMarked(ProcessHandle handle, String mark) {
    try {
      byte[] environment = Files.readAllBytes(Path.of("/proc/" + handle.pid() + "/environ"));
      return new String(environment, StandardCharsets.ISO_8859_1).contains(mark);
    } catch (IOException e) {
      // Gone in the meantime, or somebody else's.
      return false;
    }
  }

  private static boolean haveEnded(List<ProcessHandle> processes, Duration wait) {
    CompletableFuture<?>[] ends =
        processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(wait.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      // Told twice: no more waiting.
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

package dev.bifrost.supervisor.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.bifrost.protocol.ControlLine;
import dev.bifrost.protocol.MessageReader;
import dev.bifrost.protocol.MessageReader.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child as a process of this one, with one thread for its output, which tells the listener
 * everything, and one for its standard error.
 */
final class ForkedChildProcess implements ChildProcess {

  private static final Logger log = LoggerFactory.getLogger(ForkedChildProcess.class);
  private static final Logger output = LoggerFactory.getLogger("dev.bifrost.child.output");

  private static final int TAIL = 1 << 15;
  private static final int CHUNK = 1 << 13;
  private static final long PATIENCE_MILLIS = 1_000;

  private final ChildId id;
  private final Process process;
  private final String mark;
  private final Path crashReport;
  private final Executor ender;
  private final TailBuffer tail = new TailBuffer(TAIL);
  private final CountDownLatch errorsRead = new CountDownLatch(1);
  private final CountDownLatch orphansKilled = new CountDownLatch(1);
  private final AtomicBoolean gone = new AtomicBoolean();
  private final Object usageLock = new Object();

  @GuardedBy("usageLock")
  private ProcessUsage lastUsage = ProcessUsage.UNKNOWN;

  ForkedChildProcess(ChildId id, Process process, String mark, Path crashReport, Executor ender) {
    this.id = id;
    this.process = process;
    this.mark = mark;
    this.crashReport = crashReport;
    this.ender = ender;
  }

  /** Starts the threads; {@code gone} follows when the process has ended. */
  void listen(ChildListener listener, int longestMessage) {
    start(id + "-err", this::readErrors);
    start(id + "-out", () -> readOutput(listener, longestMessage));
    // Whoever inherited the pipes keeps them open; with the orphans dead the output ends. A process
    // that shed its mark may still hold them, and then the end is told without waiting for it.
    CompletableFuture<Void> told =
        process
            .onExit()
            .thenAcceptAsync(ended -> killOrphans(), ender)
            .thenRunAsync(
                () -> tellGone(listener),
                CompletableFuture.delayedExecutor(2 * PATIENCE_MILLIS, MILLISECONDS, ender));
    told.exceptionally(
        e -> {
          log.error("{}: its end could not be watched", id, e);
          return null;
        });
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void send(List<ControlLine> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()).append('\n'));
    OutputStream input = process.getOutputStream();
    try {
      // One write and one flush: lines are short, and the child always reads.
      input.write(text.toString().getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      log.debug(
          "{} did not get {}: {}; its end will be told", id, lines.get(0).kind(), e.getMessage());
    }
  }

  @Override
  public void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      log.debug("{} closed its input first: {}", id, e.getMessage());
    }
  }

  @Override
  public void terminate() {
    process.destroy();
  }

  @Override
  public void kill() {
    usage();
    ender.execute(
        () -> {
          var descendants = ProcessTree.descendants(process.toHandle());
          process.destroyForcibly();
          ProcessTree.kill(descendants);
        });
  }

  @Override
  public ProcessUsage usage() {
    ProcessUsage now = ProcessUsage.read(process.pid());
    synchronized (usageLock) {
      lastUsage = now.or(lastUsage);
    }
    return now;
  }

  @Override
  public ProcessUsage processorTime() {
    return ProcessUsage.processorTime(process.pid());
  }

  private ProcessUsage lastUsage() {
    synchronized (usageLock) {
      return lastUsage;
    }
  }

  private void readErrors() {
    byte[] chunk = new byte[CHUNK];
    try (InputStream errors = process.getErrorStream()) {
      int length = errors.read(chunk);
      while (length > 0) {
        // A JVM that has something to say here often says it because it dies.
        usage();
        tail.add(chunk, length);
        if (output.isInfoEnabled()) {
          String text = new String(chunk, 0, length, StandardCharsets.UTF_8);
          text.lines().forEach(line -> output.info("{}: {}", id, line));
        }
        length = errors.read(chunk);
      }
    } catch (IOException e) {
      log.debug("{}: its standard error broke off: {}", id, e.getMessage());
    } finally {
      errorsRead.countDown();
    }
  }

  private void readOutput(ChildListener listener, int longestMessage) {
    MessageReader messages = new MessageReader(process.getInputStream(), longestMessage);
    try {
      Part part = messages.next();
      while (part != null) {
        tell(listener, part);
        part = messages.next();
      }
    } catch (IOException e) {
      log.debug("{}: its output broke off: {}", id, e.getMessage());
    }
    // The process is ending; what is still to be seen of it is gone with the next instruction.
    usage();
    try {
      awaitExit();
      tellGone(listener);
    } catch (InterruptedException e) {
      // Nobody interrupts these threads but the end of the supervisor itself.
      log.debug("{}: not waited for", id);
    }
  }

  private void tell(ChildListener listener, Part part) {
    if (part instanceof Part.Message message) {
      listener.said(id, message.message());
    } else if (part instanceof Part.Stray stray) {
      listener.printed(id, stray.text());
    } else if (part instanceof Part.Broken broken) {
      listener.babbled(
          id,
          "a message of " + broken.length() + " bytes " + broken.reason() + ": " + broken.head());
    }
  }

  private void awaitExit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_MILLIS, MILLISECONDS)) {
      log.warn("{} closed its output and lives on; it is killed", id);
      kill();
      process.waitFor();
    }
    if (!orphansKilled.await(PATIENCE_MILLIS, MILLISECONDS)
        || !errorsRead.await(PATIENCE_MILLIS, MILLISECONDS)) {
      log.warn("{}: a process that it started holds on to its pipes; they are left to it", id);
    }
  }

  private void tellGone(ChildListener listener) {
    if (gone.compareAndSet(false, true)) {
      listener.gone(
          id,
          new ChildExit(
              process.exitValue(), CrashReport.take(crashReport), tail.text(), lastUsage()));
    }
  }

  private void killOrphans() {
    try {
      int killed = ProcessTree.killMarked(mark);
      if (killed > 0) {
        log.info("{}: killed {} processes that it left behind", id, killed);
      }
    } finally {
      orphansKilled.countDown();
    }
  }

  private static void start(String name, Runnable action) {
    Thread thread = new Thread(action, name);
    thread.setDaemon(true);
    thread.start();
  }
}

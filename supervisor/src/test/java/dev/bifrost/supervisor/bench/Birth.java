package dev.bifrost.supervisor.bench;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.ControlLine;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.process.ChildExit;
import dev.bifrost.supervisor.process.ChildId;
import dev.bifrost.supervisor.process.ChildListener;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.process.ClassArchive;
import dev.bifrost.supervisor.process.ForkedChildLauncher;
import dev.bifrost.supervisor.process.LaunchCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One child, or one bare program in its place, launched as a supervisor launches it and spoken to
 * by one thread.
 */
final class Birth implements ChildListener, AutoCloseable {

  private static final long LONGEST_SECONDS = 60;
  private static final ChildId ID = new ChildId(1);

  private final long start = System.nanoTime();
  private final ForkedChildLauncher launcher;
  private final BlockingQueue<Object> news = new LinkedBlockingQueue<>();
  private final ChildProcess process;

  Birth(Stage stage, LaunchCommand command, ClassArchive archive) throws InterruptedException {
    ChildSettings base = ChildSettings.DEFAULT;
    ChildSettings settings =
        new ChildSettings(
            "bench",
            stage.uri(),
            base.keys(),
            Duration.ofSeconds(5),
            List.of(Stage.CLASSES.toString()),
            stage.folder().toString(),
            base.grace(),
            base.limits());
    launcher = new ForkedChildLauncher(command, id -> settings, stage.folder(), "bench", archive);
    launcher.launch(ID, this);
    process = (ChildProcess) next();
  }

  /** The command of a child, or of what is started in its place. */
  static LaunchCommand command(List<String> program) {
    return new LaunchCommand(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        program,
        ByteSize.ofMebibytes(256),
        ByteSize.ofMebibytes(128),
        List.of(),
        Map.of());
  }

  long pid() {
    return process.pid();
  }

  /** Waits for the next message of this kind; milliseconds from the start until then. */
  double await(ChildMessage.Kind kind) throws InterruptedException {
    while (!(next() instanceof ChildMessage message && message.kind() == kind)) {
      // Others in between say nothing here.
    }
    return (System.nanoTime() - start) / 1e6;
  }

  /** Sends an ID to run. */
  void run(String id) {
    process.send(new ControlLine.Run(new ExecutionId(id)));
  }

  /** Ends the input and waits until it has left. */
  @Override
  public void close() {
    process.closeInput();
    try {
      while (!(next() instanceof ChildExit)) {
        // Its last messages.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    launcher.close();
  }

  private Object next() throws InterruptedException {
    Object found = news.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
    if (found == null) {
      throw new IllegalStateException("A child said nothing for " + LONGEST_SECONDS + " s");
    }
    return found;
  }

  @Override
  public void launched(ChildId id, ChildProcess started) {
    news.add(started);
  }

  @Override
  public void launchFailed(ChildId id, String reason) {
    throw new IllegalStateException(reason);
  }

  @Override
  public void said(ChildId id, ChildMessage message) {
    news.add(message);
  }

  @Override
  public void printed(ChildId id, String text) {}

  @Override
  public void babbled(ChildId id, String evidence) {
    throw new IllegalStateException(evidence);
  }

  @Override
  public void gone(ChildId id, ChildExit exit) {
    news.add(exit);
  }
}

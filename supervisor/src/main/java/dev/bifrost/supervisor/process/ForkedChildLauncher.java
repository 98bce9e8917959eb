package dev.bifrost.supervisor.process;

import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.ControlLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts children as processes of this one, on a thread of its own that lives as long as it. */
public final class ForkedChildLauncher implements ChildLauncher {

  private static final Logger log = LoggerFactory.getLogger(ForkedChildLauncher.class);

  private final LaunchCommand command;
  private final Function<ChildId, ChildSettings> settings;
  private final Path crashReports;
  private final String supervisorId;
  private final ClassArchive archive;
  private final ExecutorService launcher;
  private final ExecutorService ender;

  /**
   * @param settings what each child is told over its standard input
   * @param crashReports an existing folder into which crashing JVMs write
   * @param supervisorId part of the children's marks
   * @param archive the children's classes; closed by whoever made it
   */
  public ForkedChildLauncher(
      LaunchCommand command,
      Function<ChildId, ChildSettings> settings,
      Path crashReports,
      String supervisorId,
      ClassArchive archive) {
    this.command = command;
    this.settings = settings;
    this.crashReports = crashReports;
    this.supervisorId = supervisorId;
    this.archive = archive;
    this.launcher = Executors.newSingleThreadExecutor(action -> daemon(action, "launcher"));
    // Killing a tree reads /proc; the dispatcher must not wait for that.
    this.ender = Executors.newSingleThreadExecutor(action -> daemon(action, "ender"));
  }

  @Override
  public void launch(ChildId id, ChildListener listener) {
    try {
      launcher.execute(() -> start(id, listener));
    } catch (RejectedExecutionException e) {
      listener.launchFailed(id, "the launcher is closed");
    }
  }

  /** The command of its children as a line for people. */
  public String describe() {
    return command.describe();
  }

  @Override
  public void close() {
    launcher.shutdown();
  }

  private void start(ChildId id, ChildListener listener) {
    ChildSettings told = settings.apply(id);
    String mark = supervisorId + "/" + id;
    Path crashReport = crashReports.resolve("hs_err-" + id + ".log");
    Optional<Path> classes = archive.find();
    ProcessBuilder builder = new ProcessBuilder(command.arguments(crashReport, classes));
    builder.directory(Path.of(told.workspace()).toFile());
    builder.environment().clear();
    builder.environment().putAll(command.environment(mark));
    ForkedChildProcess child;
    try {
      Files.deleteIfExists(crashReport);
      child = new ForkedChildProcess(id, builder.start(), mark, crashReport, ender);
    } catch (IOException | RuntimeException e) {
      log.warn("{} could not be started by: {}", id, command.describe(), e);
      listener.launchFailed(id, "cannot be started: " + e.getMessage());
      return;
    }
    // Before anyone else can write to it, so that it is the first line.
    child.send(new ControlLine.Configure(told));
    listener.launched(id, child);
    child.listen(new StartWatch(listener, archive, classes), told.limits().longestMessage());
  }

  private static Thread daemon(Runnable action, String name) {
    Thread thread = new Thread(action, name);
    thread.setDaemon(true);
    return thread;
  }
}

package dev.bifrost.child;

import dev.bifrost.child.context.RedisContextStore;
import dev.bifrost.child.lifecycle.Ending;
import dev.bifrost.child.lifecycle.ExitRequest;
import dev.bifrost.child.lifecycle.LastDitch;
import dev.bifrost.child.lifecycle.ParentWatch;
import dev.bifrost.child.lifecycle.ProcessTree;
import dev.bifrost.child.lifecycle.TerminationSignal;
import dev.bifrost.child.stdio.ChildLog;
import dev.bifrost.child.stdio.InputEnd;
import dev.bifrost.child.stdio.StandardOutput;
import dev.bifrost.engine.WorkflowClasses;
import dev.bifrost.protocol.ChildSettings;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The process of a child. The only place that touches the standard streams, signals and the exit;
 * everything else is given what it needs.
 */
@SuppressWarnings("SystemOut") // The rule sends everybody else here.
public final class ChildMain {

  private static final String REHEARSE = "--rehearse";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  // Whoever has it rehearse ends it if it does not; the JVM writes its archive while it leaves.
  private static final Duration PATIENCE_OF_REHEARSALS = Duration.ofHours(1);
  private static final String USAGE =
      """
      Usage: java -jar child-worker.jar [--help | --version | --rehearse]

      Reads execution IDs from standard input, one in each line, runs each of them and prints its
      messages and its one result to standard output, each as a JSON object between the bytes 0x1E
      and 0x0A (RFC 7464). Ends with exit code 0 at the end of the input.

      Other lines: !cancel ID [JSON], !attempt ID NUMBER, !lease ID MILLISECONDS (the child ends when
      they are over and no new ones came), and as the first one !configure JSON.
      SIGTERM: takes no new ID, finishes the running execution; once more: interrupts it.
      --rehearse: runs a few executions of its own, reads nothing and ends; for class archives.

      Environment, where no !configure comes:
        BIFROST_REDIS_URI        where the contexts are      redis://127.0.0.1:6379
        BIFROST_REDIS_NAMESPACE  first part of every key     bifrost
        BIFROST_REDIS_HASH_TAGS  IDs in braces, for Cluster  false
        BIFROST_CLASS_PATH       jars and folders with workflows
        BIFROST_WORKSPACE_DIR    what file_path is relative to, by default this folder
      """;

  private final ChildLog log;
  private final Duration patience;
  private final AtomicBoolean leaving = new AtomicBoolean();

  private ChildMain(ChildLog log, Duration patience) {
    this.log = log;
    this.patience = patience;
  }

  /**
   * Runs a child until it ends.
   *
   * @param arguments none, or one of {@code --help}, {@code --version} and {@code --rehearse}
   */
  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    boolean rehearsal = arguments.length > 0 && arguments[0].equals(REHEARSE);
    if (arguments.length > 0 && !rehearsal) {
      System.exit(answer(arguments));
    }
    OutputStream messages = new FileOutputStream(FileDescriptor.out);
    InputStream commands =
        rehearsal ? Rehearsal.open().commands() : new FileInputStream(FileDescriptor.in);
    ChildLog log = new ChildLog(System.err);
    StandardOutput output =
        new StandardOutput(log, (int) ChildSettings.Limits.DEFAULT.lineBytes().bytes());
    System.setOut(output.output());
    System.setErr(output.errors());
    System.setIn(InputStream.nullInputStream());
    new ChildMain(log, rehearsal ? PATIENCE_OF_REHEARSALS : PATIENCE)
        .run(commands, messages, output);
  }

  private void run(InputStream commands, OutputStream messages, StandardOutput output)
      throws ReflectiveOperationException {
    ParentWatch watch = new ParentWatch(this::orphaned);
    ChildSources sources =
        new ChildSources(
            new EnvironmentSettings(System.getenv())::read,
            RedisContextStore::open,
            ChildMain::classes);
    ChildWorker worker =
        new ChildWorker(
            new ChildStreams(new InputEnd(commands, watch::start), messages, log),
            sources,
            output,
            Birth.ofThisProcess(),
            this::leave);
    TerminationSignal.take(worker::terminate);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> userCodeExits(worker), "child-shutdown"));
    worker.run();
  }

  private static int answer(String[] arguments) {
    switch (arguments[0]) {
      case "--help" -> System.out.print(USAGE);
      case "--version" -> System.out.println(Birth.codeVersion());
      default -> {
        System.err.println(
            "Not an option: \""
                + arguments[0]
                + "\". Allowed are --help, --version and --rehearse.");
        return 2;
      }
    }
    return 0;
  }

  private static WorkflowClasses classes(ChildSettings settings) {
    List<Path> entries = settings.classPath().stream().map(Path::of).toList();
    return new WorkflowClasses.ClassPath(entries, ChildMain.class.getClassLoader());
  }

  private void orphaned() {
    log.warn("The process that started this child is gone. It ends now.");
    leave(Ending.ABANDONED);
  }

  private void leave(Ending ending) {
    leaving.set(true);
    new LastDitch(log, patience, () -> Runtime.getRuntime().halt(ending.exitCode())).arm();
    int killed = ProcessTree.kill();
    if (killed > 0) {
      log.warn("Killed " + killed + " processes that executions had started and left running.");
    }
    if (ending.isOrderly()) {
      System.exit(ending.exitCode());
    }
    Runtime.getRuntime().halt(ending.exitCode());
  }

  private void userCodeExits(ChildWorker worker) {
    if (leaving.get()) {
      return;
    }
    new LastDitch(log, patience, () -> Runtime.getRuntime().halt(Ending.BROKEN.exitCode())).arm();
    ExitRequest.find().ifPresent(worker::exiting);
  }
}

package dev.bifrost.supervisor;

import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ControlLine;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.Secrets;
import dev.bifrost.supervisor.config.Settings;
import dev.bifrost.supervisor.process.ChildExit;
import dev.bifrost.supervisor.process.ChildId;
import dev.bifrost.supervisor.process.ChildListener;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.process.ClassArchive;
import dev.bifrost.supervisor.process.ForkedChildLauncher;
import dev.bifrost.supervisor.redis.RedisAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Runs one execution in one child as a supervisor's children are, apart from all queues: nobody
 * hears of it but the watcher, and nothing is written to Redis.
 */
public final class Replay {

  private final Settings settings;
  private final Optional<RedisAddress> redis;
  private final Path folder;

  /**
   * @param redis where the child finds modules and signals; empty for nowhere
   * @param folder takes what the JVM writes when it crashes; of no other use
   */
  public Replay(Settings settings, Optional<RedisAddress> redis, Path folder) {
    this.settings = settings;
    this.redis = redis;
    this.folder = folder;
  }

  /**
   * What is to be run.
   *
   * @param pool whose children it is run like
   * @param context the file in which its context stands
   * @param secrets resolved
   * @param debugPort where the child waits for a debugger before it begins
   */
  public record Order(
      ExecutionId id,
      int attempt,
      Settings.Pool pool,
      Path context,
      Secrets secrets,
      Optional<Integer> debugPort) {}

  /** Hears of it while it runs; on the child's threads, one call at a time. */
  public interface Watcher {

    /** It logged or printed a line. */
    void logged(LogLine line);

    /** It has come so far, from 0 to 1. */
    void progressed(double fraction, String message);

    /** Something that is no line of the execution: native code, or the JVM itself. */
    void printed(String text);
  }

  /**
   * How it ended.
   *
   * @param result empty if the child ended without one
   * @param end how the child ended, as a clause
   * @param lastOutput the last that the child wrote into its own log
   */
  public record Outcome(Optional<ExecutionResult> result, String end, String lastOutput) {}

  /** Runs it and waits for its end. */
  public Outcome run(Order order, Watcher watcher) throws InterruptedException {
    Settings.Pool pool = order.pool();
    // A child without an address has neither modules nor signals, and runs all the same.
    String uri = redis.map(RedisAddress::uri).orElse("none");
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    try (ClassArchive archive = Launchers.archive(settings, pool.launch());
        ForkedChildLauncher launcher =
            new ForkedChildLauncher(
                Launchers.command(pool.launch(), order.debugPort().map(Replay::debugger)),
                child -> Launchers.childSettings(settings, uri, pool, child),
                folder,
                "run-" + ProcessHandle.current().pid(),
                archive)) {
      launcher.launch(new ChildId(1), new Ears(order, watcher, outcome));
      return outcome.join();
    }
  }

  private static String debugger(int port) {
    return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:" + port;
  }

  /** Sends the child what it is to do, and takes what it says; on the child's threads in turn. */
  private static final class Ears implements ChildListener {

    private final Order order;
    private final Watcher watcher;
    private final CompletableFuture<Outcome> outcome;
    private volatile @Nullable ChildProcess child;
    private volatile @Nullable ExecutionResult result;

    Ears(Order order, Watcher watcher, CompletableFuture<Outcome> outcome) {
      this.order = order;
      this.watcher = watcher;
      this.outcome = outcome;
    }

    @Override
    public void launched(ChildId id, ChildProcess process) {
      child = process;
      process.send(new ControlLine.Attempt(order.id(), order.attempt()));
      process.send(new ControlLine.Context(order.id(), order.context()));
      if (!order.secrets().isEmpty()) {
        process.send(new ControlLine.Give(order.id(), order.secrets()));
      }
      process.send(new ControlLine.Run(order.id()));
      // It runs what it was sent, and leaves.
      process.closeInput();
    }

    @Override
    public void launchFailed(ChildId id, String reason) {
      outcome.complete(new Outcome(Optional.empty(), reason, ""));
    }

    @Override
    public void said(ChildId id, ChildMessage message) {
      if (message instanceof ChildMessage.Log log) {
        watcher.logged(log.line());
      } else if (message instanceof ChildMessage.Progress progress) {
        watcher.progressed(progress.fraction(), progress.message());
      } else if (message instanceof ChildMessage.Result told) {
        result = told.result();
      }
    }

    @Override
    public void printed(ChildId id, String text) {
      watcher.printed(text);
    }

    @Override
    public void babbled(ChildId id, String evidence) {
      watcher.printed("The child broke its protocol: " + evidence);
      ChildProcess speaking = child;
      if (speaking != null) {
        speaking.kill();
      }
    }

    @Override
    public void gone(ChildId id, ChildExit exit) {
      outcome.complete(
          new Outcome(Optional.ofNullable(result), exit.describe(), exit.lastOutput()));
    }
  }
}

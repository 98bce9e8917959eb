package dev.bifrost.engine;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ChildSettings.Limits;
import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.MalformedContextException;
import dev.bifrost.protocol.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ObjectNode;

/** An engine for a test, with the test's own classes as workflows and time turned by hand. */
final class EngineFixture implements AutoCloseable {

  static final Duration GRACE = Duration.ofSeconds(2);

  final ManualTimer timer = new ManualTimer();
  final List<LogLine> heard = Collections.synchronizedList(new ArrayList<>());
  final List<String> progress = Collections.synchronizedList(new ArrayList<>());
  final List<String> declared = Collections.synchronizedList(new ArrayList<>());
  final List<String> signalled = Collections.synchronizedList(new ArrayList<>());
  final SignalsInMemory signals;
  private final CountDownLatch firstProgress = new CountDownLatch(1);
  final Engine engine;
  private final ExecutionListener listener =
      new ExecutionListener() {
        @Override
        public void log(LogLine line) {
          heard.add(line);
        }

        @Override
        public void progress(double fraction, String message) {
          progress.add(fraction + " " + message);
          firstProgress.countDown();
        }

        @Override
        public void declared(Optional<Duration> timeout, Optional<Integer> attempts) {
          declared.add(
              timeout.map(limit -> limit.toMillis() + " ms").orElse("- ms")
                  + attempts.map(number -> ", " + number).orElse(", -")
                  + " attempts");
        }

        @Override
        public void signalled(String name) {
          signalled.add(name);
        }
      };

  EngineFixture(WorkflowClasses classes, Path workspace, Duration grace, Limits limits) {
    this(classes, workspace, grace, limits, new SignalsInMemory());
  }

  private EngineFixture(
      WorkflowClasses classes,
      Path workspace,
      Duration grace,
      Limits limits,
      SignalsInMemory signals) {
    this(
        new EngineSettings(
            classes,
            workspace,
            grace,
            limits,
            new Shared(ModuleSource.NONE, signals),
            Optional.empty()),
        signals);
  }

  EngineFixture(EngineSettings settings) {
    this(settings, new SignalsInMemory());
  }

  private EngineFixture(EngineSettings settings, SignalsInMemory signals) {
    this.signals = signals;
    this.engine = new Engine(settings, timer);
  }

  /** Workflows of the test's own class path. */
  static EngineFixture ofTests() {
    return with(Limits.DEFAULT);
  }

  static EngineFixture with(Limits limits) {
    return new EngineFixture(tests(), Path.of("."), GRACE, limits);
  }

  static EngineFixture in(Path workspace) {
    return new EngineFixture(tests(), workspace, GRACE, Limits.DEFAULT);
  }

  static WorkflowClasses tests() {
    return new WorkflowClasses.Loader(EngineFixture.class.getClassLoader());
  }

  static ObjectNode context(String function) {
    return Json.object().put("function_name", function);
  }

  static ObjectNode context(Class<?> type, String method) {
    return context(type.getName() + "::" + method);
  }

  static ObjectNode source(String source) {
    return Json.object().put("workflow_code", source);
  }

  static ExecutionRequest request(String id, ObjectNode context) {
    try {
      return new ExecutionRequest(
          new ExecutionId(id), 1, ExecutionContext.parse(context.toString()), secrets(context));
    } catch (MalformedContextException e) {
      throw new AssertionError(e);
    }
  }

  private static Secrets secrets(ObjectNode context) throws MalformedContextException {
    return ExecutionContext.parse(context.toString()).secrets();
  }

  Completion complete(ObjectNode context) {
    return engine.execute(request("a", context), listener);
  }

  ExecutionResult run(ObjectNode context) {
    return complete(context).result();
  }

  /** Runs it on a thread of its own. */
  CompletableFuture<Completion> begin(String id, ObjectNode context) {
    CompletableFuture<Completion> end = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                end.complete(engine.execute(request(id, context), listener));
              } catch (RuntimeException | Error e) {
                end.completeExceptionally(e);
              }
            },
            "test-caller");
    caller.setDaemon(true);
    caller.start();
    return end;
  }

  /** Waits until the running workflow has told how far it is. */
  void awaitProgress() throws InterruptedException {
    if (!firstProgress.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("The workflow has not told anything.");
    }
  }

  boolean cancel(String id) {
    return engine.cancel(new ExecutionId(id), new CancelRequest("alice", "no longer needed"));
  }

  static <T> T await(CompletableFuture<T> end) throws InterruptedException {
    try {
      return end.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}

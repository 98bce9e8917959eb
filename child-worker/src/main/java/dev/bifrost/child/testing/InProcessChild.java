package dev.bifrost.child.testing;

import dev.bifrost.child.Birth;
import dev.bifrost.child.ChildSources;
import dev.bifrost.child.ChildStreams;
import dev.bifrost.child.ChildWorker;
import dev.bifrost.child.context.ContextStores;
import dev.bifrost.child.lifecycle.Ending;
import dev.bifrost.child.stdio.ChildLog;
import dev.bifrost.child.stdio.ThreadOutput;
import dev.bifrost.engine.WorkflowClasses;
import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;

/**
 * A whole child inside of a test's own JVM: the loop, the engine and the messages over real pipes,
 * with contexts in memory; no Redis and no process. Workflows are found on the test's own class
 * path, so a test and its workflow share their classes and can meet at a latch.
 *
 * <pre>{@code
 * try (InProcessChild child = InProcessChild.start()) {
 *   ExecutionResult result =
 *       child.context("invoice-1")
 *           .function(Invoice.class, "total")
 *           .parameter("net", 100)
 *           .run();
 *
 *   assertEquals(Status.SUCCESS, result.status());
 *   assertEquals("119", result.result().text());
 * }
 * }</pre>
 *
 * <p>What the workflow's threads print and log becomes part of the result, until {@link #close}
 * gives {@code System.out}, {@code System.err} and the logging libraries back. A workflow that
 * calls {@code System.exit} ends the test's JVM: that, and being killed, needs a process. Every
 * wait is bounded and fails with an {@link AssertionError} that shows what the child said.
 */
public final class InProcessChild implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final MapContextStore contexts = new MapContextStore();
  private final LogText log = new LogText();
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();

  @SuppressWarnings("SystemOut") // To be given back as it was found.
  private final PrintStream outputBefore = System.out;

  @SuppressWarnings("SystemOut") // To be given back as it was found.
  private final PrintStream errorsBefore = System.err;

  private final ThreadOutput output;
  private final PrintStream outputNow;
  private final PrintStream errorsNow;
  private final OutputStream commands;
  private final OutputStream answers;
  private final MessageLog messages;
  private final ChildWorker worker;

  @SuppressWarnings("SystemOut") // To capture them is the purpose.
  private InProcessChild(ChildSettings settings, @Nullable ContextStores stores)
      throws IOException {
    Pipe in = Pipe.open();
    Pipe out = Pipe.open();
    commands = Channels.newOutputStream(in.sink());
    answers = Channels.newOutputStream(out.sink());
    messages =
        new MessageLog(Channels.newInputStream(out.source()), settings.limits().longestMessage());
    output = new ThreadOutput((int) settings.limits().lineBytes().bytes());
    outputNow = output.output(outputBefore);
    errorsNow = output.errors(errorsBefore);
    InputStream lines = Channels.newInputStream(in.source());
    ChildLog childLog = new ChildLog(new PrintStream(log, true, StandardCharsets.UTF_8));
    worker =
        new ChildWorker(
            new ChildStreams(lines, answers, childLog),
            new ChildSources(
                () -> settings,
                stores == null ? given -> contexts : stores,
                InProcessChild::testClasses),
            output,
            Birth.now(),
            this::left);
  }

  /** Starts a child with {@linkplain ChildSettings#DEFAULT default settings}. */
  public static InProcessChild start() {
    return start(ChildSettings.DEFAULT);
  }

  /** Starts a child with settings of the test's own; the address of Redis is not used. */
  public static InProcessChild start(ChildSettings settings) {
    return launch(settings, null);
  }

  /** Starts a child with a store of the test's own; {@link #contexts} is then not used. */
  public static InProcessChild start(ChildSettings settings, ContextStores stores) {
    return launch(settings, stores);
  }

  /** Begins the context of an execution. */
  public ContextBuilder context(String id) {
    return new ContextBuilder(this, new ExecutionId(id));
  }

  /** Where this child reads its contexts. */
  public MapContextStore contexts() {
    return contexts;
  }

  /** Sends an ID and waits for its result. */
  public ExecutionResult run(String id) {
    int from = messages().size();
    send(id);
    return awaitResult(id, from);
  }

  /**
   * Sends a line: an ID, or a control line such as {@code !cancel ID}.
   *
   * @throws UncheckedIOException if the child has left or its input was ended
   */
  public void send(String line) {
    try {
      commands.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The child takes no more lines: " + line, e);
    }
  }

  /**
   * Tells a running execution something, as {@code bifrost signal} does.
   *
   * @param data anything that Jackson can write; null for nothing
   */
  public void signal(String id, String name, @Nullable Object data) {
    contexts
        .signals()
        .post(
            new ExecutionId(id),
            name,
            data == null ? null : Json.mapper().writeValueAsString(data));
  }

  /** Does to the child what SIGTERM does to a process. */
  public void terminate() {
    worker.terminate("SIGTERM");
  }

  /** Ends the child's input; it finishes what it has been sent, and leaves. */
  public void endInput() {
    try {
      commands.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The input could not be ended.", e);
    }
  }

  /** All messages so far, in order. */
  public List<ChildMessage> messages() {
    return messages.messages();
  }

  /** What the child wrote into its own log so far. */
  public String log() {
    return log.text();
  }

  /** Waits for the result of an execution that was sent. */
  public ExecutionResult awaitResult(String id) {
    return awaitResult(id, 0);
  }

  /** Waits until the child has taken an execution in hand. */
  public void awaitStarted(String id) {
    ExecutionId wanted = new ExecutionId(id);
    awaitMessage(
        "execution " + id + " to start",
        message -> message instanceof ChildMessage.Started started && started.id().equals(wanted));
  }

  /**
   * Waits for a message, or finds it among those that came already.
   *
   * @param what is waited for, for the error: {@code progress of invoice-1}
   */
  public ChildMessage awaitMessage(String what, Predicate<ChildMessage> wanted) {
    return await(what, 0, wanted);
  }

  /** Waits until the child's own log mentions something. */
  public void awaitLog(String text) {
    if (!log.await(text, PATIENCE)) {
      throw new AssertionError(describe("The log does not mention \"" + text + "\""));
    }
  }

  /** Waits until the child has left and all that it said has arrived. */
  public Ending awaitExit() {
    try {
      Ending how = ending.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      messages.awaitEnd(PATIENCE);
      return how;
    } catch (TimeoutException e) {
      throw new AssertionError(describe("The child has not left within " + PATIENCE), e);
    } catch (ExecutionException e) {
      throw new AssertionError(describe("The child broke"), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(describe("Interrupted while the child was leaving"), e);
    }
  }

  /** Everything that the child said, for people. */
  public String describe() {
    StringBuilder text = new StringBuilder("Messages of the child:\n");
    messages().forEach(message -> text.append("  ").append(message).append('\n'));
    messages.disturbances().forEach(other -> text.append("  no message: ").append(other));
    return text.append("Log of the child:\n").append(log()).toString();
  }

  /**
   * Ends the child and gives {@code System.out}, {@code System.err} and the logging libraries back.
   * What still runs is cancelled. Idempotent.
   */
  @Override
  @SuppressWarnings("SystemOut") // Given back as they were found.
  public void close() {
    worker.terminate("close");
    worker.terminate("close");
    try {
      awaitExit();
    } finally {
      output.close();
      if (System.out == outputNow) {
        System.setOut(outputBefore);
      }
      if (System.err == errorsNow) {
        System.setErr(errorsBefore);
      }
      endInput();
    }
  }

  private static InProcessChild launch(ChildSettings settings, @Nullable ContextStores stores) {
    try {
      InProcessChild child = new InProcessChild(settings, stores);
      child.begin();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("No pipes for a child in this process.", e);
    }
  }

  @SuppressWarnings("SystemOut") // To capture them is the purpose.
  private void begin() {
    // Handlers that do not exist yet would take the captured stream for the console.
    LogManager.getLogManager().getLogger("").getHandlers();
    System.setOut(outputNow);
    System.setErr(errorsNow);
    messages.start();
    Thread thread = new Thread(worker::run, "in-process-child");
    thread.setDaemon(true);
    thread.start();
  }

  private ExecutionResult awaitResult(String id, int from) {
    ExecutionId wanted = new ExecutionId(id);
    ChildMessage message =
        await(
            "the result of execution " + id,
            from,
            next ->
                next instanceof ChildMessage.Result result && result.result().id().equals(wanted));
    return ((ChildMessage.Result) message).result();
  }

  private ChildMessage await(String what, int from, Predicate<ChildMessage> wanted) {
    return messages
        .await(from, wanted, PATIENCE)
        .orElseThrow(() -> new AssertionError(describe("No sign of " + what)));
  }

  private String describe(String problem) {
    return problem + ".\n" + describe();
  }

  private void left(Ending how) {
    ending.complete(how);
    try {
      answers.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The messages could not be ended.", e);
    }
  }

  private static WorkflowClasses testClasses(ChildSettings settings) {
    ClassLoader ofTheTest = Thread.currentThread().getContextClassLoader();
    return new WorkflowClasses.Loader(
        ofTheTest == null ? InProcessChild.class.getClassLoader() : ofTheTest);
  }
}

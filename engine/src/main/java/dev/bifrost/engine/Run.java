package dev.bifrost.engine;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.JsonText;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.ResourceUsage;
import dev.bifrost.protocol.SecretMask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One execution while it runs. Three may want to end it: its own thread, the timer and whoever
 * cancels. The first {@link Ending} that is set stands; then, at the end of the execution's thread
 * or of the grace, whichever comes first, it is over.
 */
final class Run {

  private final ExecutionRequest request;
  private final EngineSettings settings;
  private final Work work;
  private final Timer timer;
  private final WorkflowThreads threads;
  private final GuardedListener listener;
  private final SecretMask mask;
  private final LocalVariables variables;
  private final LogBook log;
  private final Limit limit;
  private final Scratch scratch;
  private final RunningExecution execution;
  private final Thread thread;
  private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
  private final CountDownLatch toldToEnd = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile JsonText described = JsonText.EMPTY_OBJECT;
  private final AtomicReference<@Nullable String> broken = new AtomicReference<>();

  /** What runs share that run one after the other. */
  record Surroundings(
      EngineSettings settings,
      Work work,
      Timer timer,
      WorkflowThreads threads,
      ScratchRoot scratch) {}

  Run(ExecutionRequest request, ExecutionListener listener, Surroundings surroundings) {
    this.request = request;
    this.settings = surroundings.settings();
    this.work = surroundings.work();
    this.timer = surroundings.timer();
    this.threads = surroundings.threads();
    this.listener = new GuardedListener(listener);
    this.mask = new SecretMask(request.secrets());
    this.variables = new LocalVariables(mask);
    this.log = new LogBook(settings.limits(), mask, this.listener::log);
    this.limit = new Limit(timer, this::timedOut);
    this.scratch = new Scratch(surroundings.scratch(), request.id());
    Signals signals = new Signals(request.id(), settings.shared().signals(), toldToEnd);
    this.execution =
        new RunningExecution(
            request,
            mask,
            this.listener,
            new RunningExecution.Belongings(variables, signals, scratch),
            this::isStopped);
    this.thread = threads.create("execution-" + request.id(), this::work);
  }

  ExecutionId id() {
    return request.id();
  }

  /** Starts it, and waits until it is over. Once. */
  Completion complete() {
    Audit audit = Audit.begin();
    long started = System.nanoTime();
    // Before anything runs: what is loaded then may say that it wants another limit.
    limit.begin(request.context().timeout());
    thread.start();
    awaitOver();
    limit.lift();
    Duration duration = Duration.ofNanos(System.nanoTime() - started);
    boolean byItself = ended.getCount() == 0;
    // One that was given up has had its grace.
    Duration patience = byItself ? settings.grace().dividedBy(4) : Duration.ZERO;
    Leftovers leftovers = Leftovers.end(threads, patience);
    Audit.Findings findings = audit.end();
    log.close();
    listener.close();
    Ending decided = ending.get();
    if (decided == null) {
      throw new IllegalStateException("Over without an ending");
    }
    return completion(decided.outcome(byItself), byItself, leftovers, findings, duration);
  }

  /** Tells it to end, unless its end is decided already. Any thread. */
  void cancel(CancelRequest wish) {
    if (ending.get() == null) {
      stop(Ending.Stop.cancelled(id(), wish, settings.grace(), dump()));
    }
  }

  /** Takes a line of user code. Any thread. */
  void log(LogLine line) {
    log.write(line);
  }

  /** The same without the secrets of the execution. */
  Completion masked(Completion completion) {
    return new Completion(mask.mask(completion.result()), completion.retire().map(mask::mask));
  }

  /** Something ended a thread of user code other than the execution's own. On that thread. */
  void uncaught(Thread where, Throwable thrown) {
    Optional<BrokenVm> vm = BrokenVm.seenIn(thrown);
    if (vm.isPresent()) {
      broken.compareAndSet(null, vm.get().retire());
      stop(new Ending.Broken(vm.get()));
      return;
    }
    log.note(
        "ERROR",
        "Thread \""
            + Cut.end(where.getName(), 200)
            + "\" ended with an exception that nothing caught; the execution goes on.\n"
            + StackText.of(thrown));
  }

  private void work() {
    // Cancelled before the thread ran: an interrupt would have been lost.
    if (ending.get() == null) {
      Outcome own = perform();
      described = variables.describe();
      ending.compareAndSet(null, new Ending.Own(own));
    }
    ended.countDown();
    over.countDown();
  }

  private Outcome perform() {
    try {
      return work.perform(request.context(), execution, log, variables, this::declared);
    } catch (InterruptedException e) {
      // Only a stop interrupts this thread, and then it is decided what the result says.
      return Outcome.threw(e);
    } catch (Throwable e) {
      // Nothing may leave this thread but through the result.
      return EngineFailure.outcome(e);
    }
  }

  /** What the client has said stands; where it said nothing, the author's word counts. */
  private void declared(EntryPoint entryPoint, Declaration declaration) {
    ExecutionContext context = request.context();
    execution.named(context.name().or(declaration::name).orElseGet(entryPoint::describe));
    Optional<Duration> timeout = context.namesTimeout() ? Optional.empty() : declaration.timeout();
    Optional<Integer> attempts =
        context.retry().maxAttempts() == null ? declaration.attempts() : Optional.empty();
    timeout.ifPresent(limit::replace);
    if (timeout.isPresent() || attempts.isPresent()) {
      listener.declared(timeout, attempts);
    }
  }

  private boolean isStopped() {
    return toldToEnd.getCount() == 0;
  }

  private void timedOut(Duration exceeded) {
    if (ending.get() == null) {
      stop(Ending.Stop.timedOut(id(), exceeded, settings.grace(), dump()));
    }
  }

  private String dump() {
    try {
      return ThreadDump.of(threads.alive());
    } catch (RuntimeException | VirtualMachineError e) {
      // Evidence is worth less than the end: a JVM short of memory must still be stopped in time.
      return "The threads cannot be listed: " + e;
    }
  }

  private void stop(Ending decision) {
    if (ending.compareAndSet(null, decision)) {
      toldToEnd.countDown();
      thread.interrupt();
      timer.after(settings.grace(), over::countDown);
    }
  }

  private void awaitOver() {
    boolean interrupted = false;
    while (true) {
      try {
        over.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        cancel(new CancelRequest("its child", "the child was told to stop"));
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Completion completion(
      Outcome outcome,
      boolean byItself,
      Leftovers leftovers,
      Audit.Findings findings,
      Duration duration) {
    List<String> warnings = new ArrayList<>(leftovers.warnings());
    warnings.addAll(findings.warnings());
    scratch.remove().ifPresent(warnings::add);
    ExecutionResult result =
        new ExecutionResult(
            request.id(),
            outcome.status(),
            outcome.result(),
            outcome.failure(),
            duration,
            log.lines(),
            log.isTruncated(),
            byItself ? described : variables.describePublished(),
            ResourceUsage.UNKNOWN,
            outcome.death(),
            warnings);
    Optional<String> retire =
        (byItself
                ? Optional.<String>empty()
                : Optional.of("thread " + thread.getName() + " does not end"))
            .or(outcome::retire)
            .or(() -> Optional.ofNullable(broken.get()))
            .or(leftovers::retire)
            .or(findings::retire);
    return masked(new Completion(result, retire));
  }
}

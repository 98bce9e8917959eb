package dev.bifrost.supervisor.pool;

import static com.google.common.base.Preconditions.checkState;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.process.ChildId;
import dev.bifrost.supervisor.process.ChildLauncher;
import dev.bifrost.supervisor.process.ChildListener;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.time.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The children of one supervisor: which there are, which is next, which has to go. All of it
 * belongs to the dispatcher thread; alarms come back to it through {@code later}.
 *
 * <p>The pool keeps {@code min} children from the start and grows up to {@code max} when more work
 * waits than children are idle or on their way. A child that dies is replaced at once, unless its
 * start failed: then the pool waits, longer each time, and counts as unhealthy after three failures
 * in a row, so that a broken class path or a full host is not made worse. The child that became
 * idle last is next, which keeps warm JVMs warm and lets the others grow old enough to leave.
 */
public final class ChildPool {

  private final PoolSettings settings;
  private final ChildLauncher launcher;
  private final ChildListener listener;
  private final Time time;
  private final Consumer<Runnable> later;
  private final Map<ChildId, Child> children = new LinkedHashMap<>();
  private final IntSupplier numbers;
  private final StartBackoff backoff = new StartBackoff();
  private boolean waitsToStart;
  private boolean shrinks;
  private boolean closing;
  private int wanted;

  /**
   * @param listener hears of every child, on the children's threads
   * @param later runs an action on the dispatcher thread; called on the timer's
   * @param numbers the number of the next child; no other child of the supervisor has it
   */
  public ChildPool(
      PoolSettings settings,
      ChildLauncher launcher,
      ChildListener listener,
      Time time,
      Consumer<Runnable> later,
      IntSupplier numbers) {
    this.settings = settings;
    this.launcher = launcher;
    this.listener = listener;
    this.time = time;
    this.later = later;
    this.numbers = numbers;
  }

  /** Starts the first children. */
  public void start() {
    fill();
  }

  /** So many executions wait for a child; the pool grows for them if it can. */
  public void demand(int waiting) {
    wanted = waiting;
    fill();
  }

  /** Whether another child could be started for work that arrives now; one must serve already. */
  public boolean canGrow() {
    boolean starts = backoff.failures() == 0 && count(ChildState.BUSY) + idle() > 0;
    return !closing && starts && live() < settings.max();
  }

  /** How many children wait for an ID. */
  public int idle() {
    return count(ChildState.IDLE);
  }

  /** Hands an execution to the child that became idle last; empty if none is idle. */
  public Optional<Child> take(ExecutionId execution) {
    Optional<Child> warmest =
        children.values().stream()
            .filter(child -> child.state() == ChildState.IDLE)
            .max(Comparator.comparing(Child::idleSince));
    warmest.ifPresent(child -> child.took(execution));
    return warmest;
  }

  /** The child with this number; empty when it is gone. */
  public Optional<Child> find(ChildId id) {
    return Optional.ofNullable(children.get(id));
  }

  /** All children that are not gone; a copy. */
  public Collection<Child> children() {
    return List.copyOf(children.values());
  }

  /** The process of a child runs; what was decided meanwhile is carried out. */
  public void launched(ChildId id, ChildProcess process) {
    Child child = children.get(id);
    if (child == null) {
      process.kill();
      return;
    }
    child.launched(process);
    if (child.state() == ChildState.ENDING) {
      process.kill();
      return;
    }
    ring(child, settings.startTimeout(), () -> end(child, EndReason.START_TIMEOUT, null));
  }

  /** A child said {@code ready}. */
  public void ready(Child child) {
    if (child.state() != ChildState.STARTING) {
      return;
    }
    backoff.succeeded();
    child.ready(time.now());
    if (closing) {
      end(child, EndReason.SHUTDOWN, null);
      return;
    }
    fill();
  }

  /** A child answered and stays. */
  public void answered(Child child) {
    child.answered(time.now());
    if (closing) {
      end(child, EndReason.SHUTDOWN, null);
      return;
    }
    shrink();
  }

  /** A child answered, or was told, that it takes nothing more: it leaves when it has done. */
  public void leaving(Child child) {
    if (child.state() == ChildState.BUSY || child.state() == ChildState.IDLE) {
      child.draining();
      ring(child, settings.killAfter(), () -> end(child, EndReason.SURPLUS, null));
    }
  }

  /**
   * Ends a child that must go now: SIGTERM, then SIGKILL to it and all that it started. The first
   * reason stands.
   *
   * @param evidence how it broke the protocol, if that is the reason
   */
  public void end(Child child, EndReason reason, @Nullable String evidence) {
    if (child.state() == ChildState.ENDING || child.state().isTerminal()) {
      return;
    }
    boolean gently = reason == EndReason.SURPLUS || reason == EndReason.SHUTDOWN;
    child.ending(reason, evidence);
    child
        .process()
        .ifPresent(
            process -> {
              if (gently) {
                process.closeInput();
              }
              process.terminate();
              ring(child, settings.killAfter(), process::kill);
            });
  }

  /**
   * The process of a child has ended, or could not be started; it is replaced if it is needed.
   *
   * @return the child; empty if it was never one of ours
   */
  public Optional<Child> gone(ChildId id) {
    Child child = children.remove(id);
    if (child == null) {
      return Optional.empty();
    }
    boolean neverReady = child.state() == ChildState.STARTING || startTimedOut(child);
    child.gone();
    if (neverReady && !closing) {
      backoff.failed();
    }
    fill();
    return Optional.of(child);
  }

  /** Ends all children that have nothing to do, and the others when they have done; no new ones. */
  public void close() {
    closing = true;
    for (Child child : children()) {
      if (child.state() == ChildState.STARTING || child.state() == ChildState.IDLE) {
        end(child, EndReason.SHUTDOWN, null);
      }
    }
  }

  /** Whether all children are gone. */
  public boolean isEmpty() {
    return children.isEmpty();
  }

  /** Whether starts succeed. */
  public boolean isHealthy() {
    return backoff.isHealthy();
  }

  /** How many starts in a row have failed. */
  public int failedStarts() {
    return backoff.failures();
  }

  /** The pool's settings. */
  public PoolSettings settings() {
    return settings;
  }

  /**
   * Checks what always holds.
   *
   * @throws IllegalStateException if it does not
   */
  public void checkInvariants() {
    checkState(live() <= settings.max(), "%s children, most are %s", live(), settings.max());
    for (Child child : children.values()) {
      checkState(!child.state().isTerminal(), "%s is gone and still here", child.id());
      checkState(
          child.state() != ChildState.BUSY || child.inHand().isPresent(),
          "%s is busy with nothing",
          child.id());
      checkState(
          child.state() != ChildState.IDLE || child.inHand().isEmpty(),
          "%s is idle with an execution in hand",
          child.id());
    }
  }

  private int live() {
    return children.size();
  }

  private int count(ChildState state) {
    return Math.toIntExact(
        children.values().stream().filter(child -> child.state() == state).count());
  }

  /** Starts what is missing: up to {@code min} always, up to {@code max} for waiting work. */
  private void fill() {
    if (closing || waitsToStart) {
      return;
    }
    int coming = count(ChildState.STARTING) + idle();
    int target = Math.max(settings.min(), Math.min(settings.max(), live() + wanted - coming));
    if (live() >= target) {
      return;
    }
    Duration pause = backoff.pause();
    if (pause.isZero()) {
      while (live() < target) {
        launch();
      }
      return;
    }
    if (count(ChildState.STARTING) > 0) {
      // One at a time, until one has succeeded.
      return;
    }
    waitsToStart = true;
    time.after(
        pause,
        () ->
            later.accept(
                () -> {
                  waitsToStart = false;
                  if (!closing && live() < settings.max()) {
                    launch();
                  }
                }));
  }

  private void launch() {
    Child child = new Child(new ChildId(numbers.getAsInt()), time.now());
    children.put(child.id(), child);
    launcher.launch(child.id(), listener);
  }

  /** One child more than needed leaves when the one that is idle longest has been so for long. */
  private void shrink() {
    if (live() <= settings.min() || shrinks) {
      return;
    }
    shrinks = true;
    time.after(settings.idleTime(), () -> later.accept(this::retireOldestIdle));
  }

  private void retireOldestIdle() {
    shrinks = false;
    children.values().stream()
        .filter(child -> child.state() == ChildState.IDLE)
        .min(Comparator.comparing(Child::idleSince))
        .filter(child -> live() > settings.min())
        .filter(child -> !child.idleSince().plus(settings.idleTime()).isAfter(time.now()))
        .ifPresent(child -> end(child, EndReason.SURPLUS, null));
    shrink();
  }

  private void ring(Child child, Duration delay, Runnable action) {
    child.alarm(
        time.after(
            delay,
            () ->
                later.accept(
                    () -> {
                      if (!child.state().isTerminal()) {
                        action.run();
                      }
                    })));
  }

  private static boolean startTimedOut(Child child) {
    return child.endReason().filter(reason -> reason == EndReason.START_TIMEOUT).isPresent();
  }
}

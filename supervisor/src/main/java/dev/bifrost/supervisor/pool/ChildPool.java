package dev.bifrost.supervisor.pool;

import static com.google.common.base.Preconditions.checkState;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ResourceUsage;
import dev.bifrost.supervisor.process.ChildId;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.time.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

  private static final Duration MEMORY_PAUSE = Duration.ofSeconds(1);

  private PoolSettings settings;
  private final Births births;
  private final Time time;
  private final Consumer<Runnable> later;
  private final Roster roster = new Roster();
  private final StartBackoff backoff = new StartBackoff();
  private boolean waitsToStart;
  private boolean shrinks;
  private boolean closing;
  private boolean lacksMemory;
  private int wanted;
  private int largest;

  /**
   * @param later runs an action on the dispatcher thread; called on the timer's
   */
  public ChildPool(PoolSettings settings, Births births, Time time, Consumer<Runnable> later) {
    this.settings = settings;
    this.largest = settings.max();
    this.births = births;
    this.time = time;
    this.later = later;
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
    boolean starts = backoff.failures() == 0 && roster.serving() > 0;
    return !closing && starts && roster.staying() < settings.max();
  }

  /** How many executions can be handed out at once; spares do not make it more than the most. */
  public int idle() {
    int free = settings.max() - roster.working();
    return Math.max(0, Math.min(roster.count(ChildState.IDLE), free));
  }

  /** Hands an execution to the child that became idle last; empty if none may have it. */
  public Optional<Child> take(ExecutionId execution) {
    if (idle() == 0) {
      return Optional.empty();
    }
    Optional<Child> warmest = roster.warmest();
    warmest.ifPresent(child -> child.took(execution));
    return warmest;
  }

  /** The child with this number; empty when it is gone. */
  public Optional<Child> find(ChildId id) {
    return roster.find(id);
  }

  /** All children that are not gone; a copy. */
  public Collection<Child> children() {
    return roster.all();
  }

  /** The process of a child runs; what was decided meanwhile is carried out. */
  public void launched(ChildId id, ChildProcess process) {
    Child child = roster.find(id).orElse(null);
    if (child == null) {
      process.kill();
      return;
    }
    child.launched(process);
    if (child.state() == ChildState.ENDING) {
      process.kill();
      return;
    }
    ring(child, settings.patience().start(), () -> end(child, EndReason.START_TIMEOUT, null));
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
    settings.recycling().ageOf(child).ifPresent(age -> ring(child, age, () -> aged(child)));
    settle();
  }

  /** A child answered, and its result is here. It stays, unless it is to be replaced. */
  public void answered(Child child, ResourceUsage usage) {
    child.answered(time.now());
    if (closing) {
      end(child, EndReason.SHUTDOWN, null);
      return;
    }
    settings.recycling().reason(child, usage).ifPresent(child::due);
    settle();
    shrink();
  }

  /**
   * Has children replaced: each finishes what it has in hand, and goes when a fresh one is ready.
   *
   * @param which those that are meant
   * @return how many that are
   */
  public int recycle(Predicate<Child> which, String reason) {
    List<Child> meant =
        roster.all().stream()
            .filter(child -> child.state() != ChildState.ENDING)
            .filter(which)
            .toList();
    meant.forEach(child -> child.due(reason));
    settle();
    return meant.size();
  }

  /**
   * From now on so many children. Of those that are too many, idle ones leave at once, and others
   * when they have answered.
   */
  public void resize(int min, int max) {
    settings = settings.with(new PoolSettings.Size(min, max, settings.spares()));
    largest = Math.max(largest, max);
    int most = max + settings.spares();
    roster.coldestFirst().stream()
        .limit(Math.max(0, roster.staying() - most))
        .forEach(child -> end(child, EndReason.SURPLUS, null));
    roster.all().stream()
        .filter(child -> child.state() == ChildState.BUSY && child.dueFor().isEmpty())
        .limit(Math.max(0, roster.staying() - most))
        .forEach(child -> child.due("the pool is smaller now"));
    settle();
    shrink();
  }

  /** A child answered, or was told, that it takes nothing more: it leaves when it has done. */
  public void leaving(Child child) {
    if (child.state() == ChildState.BUSY || child.state() == ChildState.IDLE) {
      child.draining();
      ring(child, settings.patience().killAfter(), () -> end(child, EndReason.SURPLUS, null));
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
    boolean gently =
        reason == EndReason.SURPLUS || reason == EndReason.SHUTDOWN || reason == EndReason.RECYCLED;
    child.ending(reason, evidence);
    child
        .process()
        .ifPresent(
            process -> {
              if (gently) {
                process.closeInput();
              }
              process.terminate();
              ring(child, settings.patience().killAfter(), process::kill);
            });
  }

  /**
   * The process of a child has ended, or could not be started; it is replaced if it is needed.
   *
   * @return the child; empty if it was never one of ours
   */
  public Optional<Child> gone(ChildId id) {
    Child child = roster.remove(id).orElse(null);
    if (child == null) {
      return Optional.empty();
    }
    boolean neverReady = child.state() == ChildState.STARTING || startTimedOut(child);
    child.gone();
    if (neverReady && !closing) {
      backoff.failed();
    }
    settle();
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

  /** How many children have an execution in hand. */
  public int busy() {
    return roster.count(ChildState.BUSY);
  }

  /** Whether all children are gone. */
  public boolean isEmpty() {
    return roster.live() == 0;
  }

  /** Whether starts succeed. */
  public boolean isHealthy() {
    return backoff.isHealthy();
  }

  /** Whether a child is missing for which there is no memory. */
  public boolean lacksMemory() {
    return lacksMemory;
  }

  /** The idle child that was started last, if another one serves beside it. */
  public Optional<Child> dispensable() {
    return roster.serving() > 1 ? roster.youngestIdle() : Optional.empty();
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
    checkState(roster.live() <= most(), "%s children, most are %s", roster.live(), most());
    checkState(
        roster.working() <= largest, "%s children work, most are %s", roster.working(), largest);
    for (Child child : roster.all()) {
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

  /** So many children, spares apart, are wanted now. */
  private int needed() {
    return Math.max(settings.min(), Math.min(settings.max(), roster.working() + wanted));
  }

  /** Those that leave and those that replace them are there together for a while. */
  private int most() {
    return 2 * (largest + settings.spares());
  }

  /** Lets those go that have been replaced, and starts what is missing. */
  private void settle() {
    for (Child child : roster.idleAndDue()) {
      if (settings.recycling().oneShot() || roster.serving() > needed()) {
        end(child, EndReason.RECYCLED, child.dueFor().orElse(null));
      }
    }
    fill();
  }

  private void aged(Child child) {
    child.due("it is older than " + settings.recycling().age().orElseThrow().toMinutes() + " min");
    settle();
  }

  /** Starts what is missing. */
  private void fill() {
    if (closing || waitsToStart || !isMissing()) {
      return;
    }
    Duration pause = backoff.pause();
    if (pause.isZero()) {
      while (isMissing()) {
        if (!hasRoom()) {
          return;
        }
        launch();
      }
      return;
    }
    if (roster.count(ChildState.STARTING) > 0) {
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
                  if (!closing && isMissing() && hasRoom()) {
                    launch();
                  }
                }));
  }

  /**
   * Whether one more is to be started now. Spares are started one after the other: a JVM that
   * starts takes its processor time from those that run.
   */
  private boolean isMissing() {
    if (roster.live() >= most()) {
      return false;
    }
    int staying = roster.staying();
    return staying < needed()
        || (staying < needed() + settings.spares() && roster.count(ChildState.STARTING) == 0);
  }

  /** Whether the memory allows another child; if not, it is asked again a little later. */
  private boolean hasRoom() {
    boolean room = births.room().getAsBoolean();
    if (!room && !lacksMemory) {
      time.after(
          MEMORY_PAUSE,
          () ->
              later.accept(
                  () -> {
                    lacksMemory = false;
                    fill();
                  }));
    }
    lacksMemory = !room;
    return room;
  }

  private void launch() {
    Child child = new Child(new ChildId(births.numbers().getAsInt()), time.now());
    roster.add(child);
    births.launcher().launch(child.id(), births.listener());
  }

  /** One child more than needed leaves when the one that is idle longest has been so for long. */
  private void shrink() {
    if (!hasSurplus() || shrinks) {
      return;
    }
    shrinks = true;
    time.after(settings.patience().idle(), () -> later.accept(this::retireOldestIdle));
  }

  private void retireOldestIdle() {
    shrinks = false;
    roster
        .coldest()
        .filter(child -> hasSurplus())
        .filter(child -> !child.idleSince().plus(settings.patience().idle()).isAfter(time.now()))
        .ifPresent(child -> end(child, EndReason.SURPLUS, null));
    shrink();
  }

  private boolean hasSurplus() {
    return roster.staying() > settings.min() + settings.spares();
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

package dev.bifrost.supervisor.pool;

import static com.google.common.base.Preconditions.checkState;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.process.ChildId;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.time.Time.Alarm;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One child as the pool sees it; belongs to the dispatcher thread. */
public final class Child {

  private final ChildId id;
  private final Instant startedAt;
  private ChildState state = ChildState.STARTING;
  private @Nullable ChildProcess process;
  private @Nullable ExecutionId inHand;
  private boolean begun;
  private @Nullable EndReason endReason;
  private @Nullable String evidence;
  private @Nullable String exitingStack;
  private @Nullable String goodbye;
  private @Nullable String dueFor;
  private @Nullable Alarm alarm;
  private Instant idleSince;
  private int completed;

  Child(ChildId id, Instant startedAt) {
    this.id = id;
    this.startedAt = startedAt;
    this.idleSince = startedAt;
  }

  /** Its number. */
  public ChildId id() {
    return id;
  }

  /** Where it stands. */
  public ChildState state() {
    return state;
  }

  /** When its start was asked for. */
  public Instant startedAt() {
    return startedAt;
  }

  /** Its process, once there is one. */
  public Optional<ChildProcess> process() {
    return Optional.ofNullable(process);
  }

  /** The execution that it has in hand. */
  public Optional<ExecutionId> inHand() {
    return Optional.ofNullable(inHand);
  }

  /** Whether it has said that it has begun what it has in hand. */
  public boolean hasBegun() {
    return begun;
  }

  /** Why the supervisor ends it, if it does. */
  public Optional<EndReason> endReason() {
    return Optional.ofNullable(endReason);
  }

  /** How it broke the protocol. */
  public Optional<String> evidence() {
    return Optional.ofNullable(evidence);
  }

  /** The stack of the thread that called {@code System.exit}. */
  public Optional<String> exitingStack() {
    return Optional.ofNullable(exitingStack);
  }

  /** Why it said goodbye. */
  public Optional<String> goodbye() {
    return Optional.ofNullable(goodbye);
  }

  /** Why it is to be replaced, if it is. */
  public Optional<String> dueFor() {
    return Optional.ofNullable(dueFor);
  }

  /** Since when it has been idle. */
  Instant idleSince() {
    return idleSince;
  }

  /** How many executions it has answered. */
  public int completed() {
    return completed;
  }

  /** It has begun what it has in hand. */
  public void hasStarted() {
    begun = true;
  }

  /** User code is ending it. */
  public void exiting(String stack) {
    exitingStack = stack;
  }

  /** It leaves by itself. */
  public void saidGoodbye(String reason) {
    goodbye = reason;
  }

  void launched(ChildProcess launched) {
    process = launched;
  }

  void ready(Instant now) {
    move(ChildState.IDLE);
    silence();
    idleSince = now;
  }

  void took(ExecutionId execution) {
    move(ChildState.BUSY);
    inHand = execution;
    begun = false;
  }

  void answered(Instant now) {
    inHand = null;
    completed++;
    if (state == ChildState.BUSY) {
      move(ChildState.IDLE);
      idleSince = now;
    }
  }

  /** It is to be replaced; the first reason stands. */
  void due(String reason) {
    if (dueFor == null) {
      dueFor = reason;
    }
  }

  void draining() {
    move(ChildState.DRAINING);
  }

  void ending(EndReason reason, @Nullable String why) {
    move(ChildState.ENDING);
    endReason = reason;
    evidence = why;
  }

  void gone() {
    move(ChildState.GONE);
    silence();
  }

  /** The one alarm that concerns it; a new one replaces the old. */
  void alarm(Alarm next) {
    silence();
    alarm = next;
  }

  private void silence() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }

  private void move(ChildState next) {
    checkState(state.canBecome(next), "%s cannot go from %s to %s", id, state, next);
    state = next;
  }
}

package dev.bifrost.supervisor.execution;

import static com.google.common.base.Preconditions.checkState;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.SecretMask;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One execution on its way through this supervisor; belongs to the dispatcher thread. */
public final class Execution {

  private final Delivery delivery;
  private final RecentLines recentLines = new RecentLines();
  private ExecutionState state = ExecutionState.RECEIVED;
  private Instant leaseSince;
  private Beginning.@Nullable Begun begun;
  private SecretMask mask = SecretMask.NONE;
  private @Nullable Instant dispatchedAt;
  private @Nullable CancelRequest cancelRequest;

  /**
   * @param leaseSince when its lease began to run
   */
  public Execution(Delivery delivery, Instant leaseSince) {
    this.delivery = delivery;
    this.leaseSince = leaseSince;
  }

  /** The entry that brought it. */
  public Delivery delivery() {
    return delivery;
  }

  /** Its ID. */
  public ExecutionId id() {
    return delivery.id();
  }

  /** Where it stands. */
  public ExecutionState state() {
    return state;
  }

  /** It was begun and waits for a child. */
  public void begun(Beginning.Begun beginning) {
    begun = beginning;
    mask = beginning.mask();
  }

  /**
   * The author of its workflow wants this where the client has said nothing; for this attempt, as
   * the next one is told again.
   *
   * @param timeout zero for none; null if it stays
   * @param maxAttempts null if it stays
   */
  public void declared(@Nullable Duration timeout, @Nullable Integer maxAttempts) {
    if (begun != null && begun.terms() instanceof Beginning.Terms.Runnable runs) {
      begun = begun.with(runs.declared(timeout, maxAttempts));
    }
  }

  /** The limit of its attempt; empty for none. */
  public Optional<Duration> timeout() {
    return begun != null && begun.terms() instanceof Beginning.Terms.Runnable runs
        ? runs.timeout()
        : Optional.empty();
  }

  /** It waits for a child. */
  public void queued() {
    move(ExecutionState.QUEUED);
  }

  /** A child has it. */
  public void dispatched(Instant now) {
    move(ExecutionState.DISPATCHED);
    dispatchedAt = now;
  }

  /** What follows is decided. */
  public void finished() {
    move(ExecutionState.FINISHED);
  }

  /** Redis has it. */
  public void settled() {
    move(ExecutionState.SETTLED);
  }

  /** Its lease was renewed by a request that was sent at this time. */
  public void leaseRenewed(Instant sent) {
    leaseSince = sent;
  }

  /** When its lease began to run. */
  public Instant leaseSince() {
    return leaseSince;
  }

  /** Somebody wants it to end; the first request counts. */
  public void cancelRequested(CancelRequest request) {
    if (cancelRequest == null) {
      cancelRequest = request;
    }
  }

  /** Who wants it to end. */
  public Optional<CancelRequest> cancelRequest() {
    return Optional.ofNullable(cancelRequest);
  }

  /** Its attempt, once it was begun. */
  public Optional<Beginning.Begun> beginning() {
    return Optional.ofNullable(begun);
  }

  /**
   * Its attempt.
   *
   * @throws NullPointerException if it was not begun
   */
  public Beginning.Begun attempt() {
    return Objects.requireNonNull(begun, "not begun");
  }

  /** Hides its secrets; nothing before it was begun. */
  public SecretMask mask() {
    return mask;
  }

  /** When a child got it. */
  public Optional<Instant> dispatchedAt() {
    return Optional.ofNullable(dispatchedAt);
  }

  /** The lines that its child sent, for the case that the child cannot send its result. */
  public RecentLines recentLines() {
    return recentLines;
  }

  /** For logs: ID, attempt and state. */
  public String describe() {
    return delivery.id()
        + (begun == null ? "" : " attempt " + begun.attempt())
        + " ("
        + state
        + ")";
  }

  private void move(ExecutionState next) {
    checkState(state.canBecome(next), "%s cannot become %s", describe(), next);
    state = next;
  }
}

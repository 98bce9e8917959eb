package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.Disposition;
import dev.bifrost.supervisor.gate.Gate;
import dev.bifrost.supervisor.gate.GateSettings;
import dev.bifrost.supervisor.redis.RedisLink;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settlement in Redis. Orders what concerns one execution ({@link Lanes}), repeats what Redis
 * did not take ({@link Persistence}), and leaves the writing to {@link BeginStep}, {@link EndSteps}
 * and {@link RunningJournal}. Stages complete on threads of the link; once that is closed, those
 * that are open never complete.
 */
public final class RedisSettlement implements Settlement {

  private final Lanes lanes = new Lanes();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Persistence persistence;
  private final BeginStep begin;
  private final EndSteps ends;
  private final RunningJournal journal;
  private final EventsStream events;
  private final Milestones milestones;
  private final Gate gate;

  /** A settlement for one supervisor without an environment, with a gate of the usual settings. */
  public RedisSettlement(RedisLink link, String supervisorId, SettlementSettings settings) {
    this(
        link,
        supervisorId,
        settings,
        new SecretReferences(Map.of()),
        new Gate(link, GateSettings.DEFAULT),
        Milestones.NOOP);
  }

  /**
   * A settlement for one supervisor.
   *
   * @param references finds the values of secrets
   * @param gate what has to be asked before an execution begins
   * @param milestones hears how far it comes
   */
  public RedisSettlement(
      RedisLink link,
      String supervisorId,
      SettlementSettings settings,
      SecretReferences references,
      Gate gate,
      Milestones milestones) {
    this.gate = gate;
    this.milestones = milestones;
    this.persistence = new Persistence(link);
    this.ends = new EndSteps(link, supervisorId, settings);
    this.begin = new BeginStep(link, supervisorId, settings, references, gate, ends);
    this.journal = new RunningJournal(link, supervisorId, settings, lanes, persistence);
    this.events = new EventsStream(link, supervisorId, settings.eventEntries());
  }

  @Override
  public CompletionStage<Beginning> begin(Delivery delivery) {
    return counted(
        delivery.id(),
        () ->
            persistence
                .untilItStands("The start of execution " + delivery.id(), begin.of(delivery))
                .thenApply(
                    beginning -> {
                      if (beginning instanceof Beginning.Begun begun) {
                        tellStarted(delivery, begun);
                      }
                      return beginning;
                    }));
  }

  @Override
  public void journal(Delivery delivery, int attempt, JournalEntry entry) {
    journal.add(delivery.id(), attempt, entry);
  }

  @Override
  public CompletionStage<Settled> settle(Conclusion conclusion) {
    Delivery delivery = conclusion.delivery();
    Disposition disposition = conclusion.disposition();
    long known = System.nanoTime();
    return counted(
        delivery.id(),
        () -> {
          journal.forget(delivery.id(), conclusion.begun().attempt());
          if (disposition instanceof Disposition.Finish finish) {
            return finish(conclusion, finish, () -> Duration.ofNanos(System.nanoTime() - known));
          }
          if (disposition instanceof Disposition.Retry retry) {
            return release(conclusion, retry.delay(), () -> ends.release(conclusion, retry));
          }
          Disposition.GiveBack giveBack = (Disposition.GiveBack) disposition;
          return release(conclusion, Duration.ZERO, () -> ends.release(conclusion, giveBack));
        });
  }

  @Override
  public CompletionStage<Settled> drop(Delivery delivery) {
    gate.forget(delivery);
    return counted(delivery.id(), () -> acknowledge(delivery, false));
  }

  @Override
  public int waiting() {
    return waiting.get();
  }

  /** How many journal entries were dropped because Redis was too slow or refused them. */
  public long droppedJournalEntries() {
    return journal.dropped();
  }

  /** How often Redis was well and refused to write something of ours. */
  public long refusals() {
    return persistence.refusals();
  }

  private CompletionStage<Settled> finish(
      Conclusion conclusion, Disposition.Finish finish, Supplier<Duration> age) {
    Delivery delivery = conclusion.delivery();
    return persistence
        .untilItStands(
            "The result of execution " + delivery.id(), () -> ends.finish(conclusion, finish, age))
        .thenCompose(
            settled -> {
              boolean written = settled == Settled.WRITTEN;
              if (written) {
                milestones.resultStands(delivery.id());
                tellFinished(conclusion, finish);
              }
              return tellGate(conclusion, settled, finish.result(), true)
                  .thenCompose(
                      told -> written ? acknowledge(delivery, finish.exhausted()) : late(delivery))
                  .thenApply(used -> settled);
            });
  }

  private CompletionStage<Settled> release(
      Conclusion conclusion, Duration delay, Supplier<CompletionStage<Settled>> step) {
    Delivery delivery = conclusion.delivery();
    ExecutionResult ended =
        conclusion.disposition() instanceof Disposition.Retry retry ? retry.result() : null;
    return persistence
        .untilItStands("The next attempt of execution " + delivery.id(), step)
        .thenCompose(
            settled -> tellGate(conclusion, settled, ended, false).thenApply(told -> settled))
        .thenCompose(
            settled ->
                (settled == Settled.LATE ? late(delivery) : requeue(delivery, delay))
                    .thenApply(used -> settled));
  }

  /**
   * Uses up the entry of an attempt that came too late. It is another's, or of no more use; or it
   * is ours, and one that had lost its lease began the execution once more and will never end it.
   */
  private CompletionStage<Settled> late(Delivery delivery) {
    return persistence
        .untilItStands(
            "The question for the result of execution " + delivery.id(),
            () -> ends.hasResult(delivery.id()))
        .thenCompose(
            hasResult ->
                hasResult ? acknowledge(delivery, false) : requeue(delivery, Duration.ZERO));
  }

  private CompletionStage<Settled> requeue(Delivery delivery, Duration delay) {
    return persistence.untilItStands(
        "The new entry of execution " + delivery.id(), () -> ends.requeue(delivery, delay));
  }

  // Only the current attempt may free what its execution holds.
  private CompletionStage<Void> tellGate(
      Conclusion conclusion, Settled settled, @Nullable ExecutionResult result, boolean last) {
    Delivery delivery = conclusion.delivery();
    if (settled == Settled.LATE) {
      gate.forget(delivery);
      return CompletableFuture.completedStage(null);
    }
    return persistence.untilItStands(
        "What execution " + delivery.id() + " held",
        () -> gate.ended(delivery, conclusion.begun().attempt(), result, last));
  }

  private CompletionStage<Settled> acknowledge(Delivery delivery, boolean dead) {
    return persistence.untilItStands(
        "The acknowledgement of execution " + delivery.id(),
        () -> {
          milestones.acknowledging(delivery.id());
          return ends.acknowledge(delivery, dead);
        });
  }

  private <T> CompletionStage<T> counted(ExecutionId id, Supplier<CompletionStage<T>> work) {
    waiting.incrementAndGet();
    CompletableFuture<T> told = new CompletableFuture<>();
    CompletionStage<Void> unused =
        lanes
            .enqueue(id, work)
            .handle(
                (value, failure) -> {
                  waiting.decrementAndGet();
                  if (failure == null) {
                    told.complete(value);
                  } else {
                    told.completeExceptionally(failure);
                  }
                  return null;
                });
    return told.minimalCompletionStage();
  }

  private void tellStarted(Delivery delivery, Beginning.Begun begun) {
    events.add(
        "started",
        Map.of(
            "execution_id", delivery.id().value(),
            "queue", delivery.queue().value(),
            "attempt", Integer.toString(begun.attempt())));
  }

  private void tellFinished(Conclusion conclusion, Disposition.Finish finish) {
    events.add(
        "finished",
        Map.of(
            "execution_id", conclusion.delivery().id().value(),
            "queue", conclusion.delivery().queue().value(),
            "attempt", Integer.toString(conclusion.begun().attempt()),
            "status", finish.result().status().wireName()));
  }
}

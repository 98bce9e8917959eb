package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.JournalJson;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.gate.Passage;
import dev.bifrost.supervisor.gate.WaitsFor;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sets executions aside that may not begin now, one try at a time; fails as Redis does and is safe
 * to repeat. First the state says what it waits for, then its entry goes: the gate has it written
 * down before either.
 */
final class ParkStep {

  private static final Script PARK = Script.load("park");
  private static final int LONGEST_JITTER_MILLIS = 500;

  private final RedisLink link;
  private final SettlementSettings settings;
  private final EndSteps ends;

  ParkStep(RedisLink link, SettlementSettings settings, EndSteps ends) {
    this.link = link;
    this.settings = settings;
    this.ends = ends;
  }

  /**
   * An execution on its way aside.
   *
   * @param ghost the entry that its state names and nobody holds; empty if there is none
   */
  record Parking(Delivery delivery, Instant submitted, Instant now, String ghost) {}

  /** Lets it wait for others; empty if it has its result or runs meanwhile. */
  CompletionStage<Optional<Beginning>> waits(Parking parking, Passage.Waits waits) {
    return park(parking, waits.cause(), waits.as(), waits.reason(), Optional.empty())
        .thenCompose(
            parked ->
                parked
                    ? ends.setAside(parking.delivery())
                        .thenApply(gone -> Optional.of(new Beginning.SetAside(waits.reason())))
                    : CompletableFuture.completedStage(Optional.empty()));
  }

  /** Lets it come again later; empty if it has its result or runs meanwhile. */
  CompletionStage<Optional<Beginning>> later(Parking parking, Passage.Later later) {
    // Half a second left to chance, so that not all of them come in the same instant.
    Duration delay =
        later.delay().plusMillis(ThreadLocalRandom.current().nextLong(LONGEST_JITTER_MILLIS));
    return park(
            parking,
            WaitsFor.CIRCUIT_BREAKER,
            "",
            later.reason(),
            Optional.of(parking.now().plus(delay)))
        .thenCompose(
            parked ->
                parked
                    ? ends.requeue(parking.delivery(), delay)
                        .thenApply(gone -> Optional.of(new Beginning.SetAside(later.reason())))
                    : CompletableFuture.completedStage(Optional.empty()));
  }

  private CompletionStage<Boolean> park(
      Parking parking, WaitsFor cause, String as, String reason, Optional<Instant> due) {
    Delivery delivery = parking.delivery();
    return link.run(
            PARK,
            new ExecutionKeys(link.keys(), delivery.id()).withoutCancel(),
            List.of(
                (due.isPresent() ? Status.SCHEDULED : Status.PENDING).wireName(),
                delivery.queue().value(),
                delivery.reference(),
                parking.ghost(),
                Json.time(parking.submitted()),
                cause.word(),
                as,
                Integer.toString(settings.journalEntries()),
                JournalJson.waiting(cause.word(), reason).text(),
                due.map(Json::time).orElse("")))
        .thenApply(reply -> reply.text(0).equals("written"));
  }
}

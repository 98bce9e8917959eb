package dev.bifrost.supervisor.gate;

import dev.bifrost.protocol.Coordination;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.KeyDigest;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.Status;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.QueueTable;
import dev.bifrost.supervisor.redis.RedisLink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where every execution passes before it begins, and again when it has ended. Remembers what each
 * delivery that we hold has passed. Usable from any thread; stages fail as Redis does, and what
 * they stand for is safe to repeat.
 */
public final class Gate {

  private final QueueTable rules;
  private final Front front;
  private final Concurrency concurrency;
  private final Idempotency idempotency;
  private final Breakers breakers;
  private final ConcurrentMap<Delivery, Passed> passed = new ConcurrentHashMap<>();

  /** A gate of one supervisor. */
  public Gate(RedisLink link, GateSettings settings) {
    this.rules = settings.rules();
    this.front = new Front(link);
    this.concurrency = new Concurrency(link, front, settings.lease(), settings.queues());
    this.idempotency = new Idempotency(link, front);
    this.breakers = new Breakers(link, settings.breaker());
  }

  /** What a delivery has passed. */
  private record Passed(
      KeyDigest fingerprint, Concurrency.@Nullable Claim claim, @Nullable KeyDigest idempotency) {}

  /** Whether even executions without any key have to ask. */
  public boolean asksAll() {
    return breakers.suspectAny();
  }

  /** Whether an execution may begin; if so, what it needs for that is its own now. */
  public CompletionStage<Passage> ask(Delivery delivery, Coordination coordination) {
    KeyDigest fingerprint = coordination.fingerprint();
    KeyDigest same = coordination.idempotency().orElse(null);
    CompletionStage<Passage> first =
        same == null
            ? CompletableFuture.completedStage(Passage.FREE)
            : idempotency.ask(delivery, same);
    Concurrency.Claim claim =
        coordination
            .concurrency()
            .map(
                key ->
                    new Concurrency.Claim(
                        delivery.id(), delivery.queue(), key, coordination.concurrencyLimit()))
            .orElse(null);
    return first
        .thenCompose(found -> onIfFree(found, () -> breakers.ask(delivery.id(), fingerprint)))
        .thenCompose(found -> onIfFree(found, () -> acquire(claim)))
        .thenApply(
            found -> {
              if (found instanceof Passage.Free) {
                passed.put(delivery, new Passed(fingerprint, claim, same));
              }
              return found;
            });
  }

  /** Remembers the code of an execution that did not have to ask. */
  public void passedUnasked(Delivery delivery, Coordination coordination) {
    passed.putIfAbsent(delivery, new Passed(coordination.fingerprint(), null, null));
  }

  /** Holds longer what these need; what others needed that we do not hold any more is forgotten. */
  CompletionStage<Void> renew(Collection<Delivery> held) {
    passed.keySet().retainAll(held);
    List<CompletionStage<?>> renewals = new ArrayList<>();
    for (Passed one : passed.values()) {
      if (one.claim() != null) {
        renewals.add(concurrency.renew(one.claim()));
      }
    }
    return Front.all(renewals);
  }

  /**
   * An attempt has ended, which stands in Redis: others may begin.
   *
   * @param result how; null if it was given back
   * @param last whether that is the execution's end
   */
  public CompletionStage<Void> ended(
      Delivery delivery, int attempt, @Nullable ExecutionResult result, boolean last) {
    List<CompletionStage<?>> steps = new ArrayList<>();
    Passed what = passed.get(delivery);
    if (what != null) {
      if (what.claim() != null) {
        steps.add(concurrency.release(what.claim()));
      }
      if (what.idempotency() != null && last) {
        steps.add(
            idempotency.ended(what.idempotency(), rules.of(delivery.queue()).resultLifetime()));
      }
      steps.add(
          isCrash(result)
              ? breakers.crashed(delivery.id(), attempt, what.fingerprint())
              : breakers.ended(delivery.id(), what.fingerprint(), showsHealth(result)));
    }
    if (last) {
      steps.add(idempotency.tellFollowers(delivery.id()));
    }
    return Front.all(steps).thenAccept(done -> forget(delivery));
  }

  /** This delivery is of no more interest; what it holds in Redis ends by itself. */
  public void forget(Delivery delivery) {
    passed.remove(delivery);
  }

  /**
   * An execution has ended without having begun.
   *
   * @param waitsAs what stood in its state's field of that name; null if nothing
   */
  public CompletionStage<Void> withdrawn(ExecutionId id, @Nullable String waitsAs) {
    CompletionStage<Void> told = idempotency.tellFollowers(id);
    if (waitsAs == null || waitsAs.isEmpty()) {
      return told;
    }
    int slash = waitsAs.indexOf('/');
    KeyDigest key = new KeyDigest(waitsAs.substring(0, slash));
    return Front.all(List.of(told, concurrency.leave(key, id, waitsAs.substring(slash + 1))));
  }

  /** Lets those begin that waited for the result of an execution that has it. */
  public CompletionStage<Void> tellFollowers(ExecutionId id) {
    return idempotency.tellFollowers(id);
  }

  /** Puts one that has waited very long to the front, to find out whether it still has to. */
  public CompletionStage<Void> askAgain(QueueName queue, ExecutionId id) {
    return front.add(queue, id);
  }

  /** Learns what others have found out about crashing code. */
  public CompletionStage<Void> refresh() {
    return breakers.refresh();
  }

  /** Looks after a concurrency key for which somebody waits, where its holder may have died. */
  public CompletionStage<Void> lookAfter(KeyDigest key) {
    return concurrency.lookAfter(key);
  }

  private CompletionStage<Passage> acquire(Concurrency.@Nullable Claim claim) {
    if (claim == null) {
      return CompletableFuture.completedStage(Passage.FREE);
    }
    return concurrency
        .acquire(claim)
        .thenApply(
            held ->
                held
                    ? Passage.FREE
                    : new Passage.Waits(
                        WaitsFor.CONCURRENCY_KEY,
                        claim.key() + "/" + claim.member(),
                        "As many executions as may run at once ("
                            + claim.limit()
                            + ") have its concurrency key."));
  }

  private static CompletionStage<Passage> onIfFree(
      Passage found, Supplier<CompletionStage<Passage>> next) {
    return found instanceof Passage.Free ? next.get() : CompletableFuture.completedStage(found);
  }

  private static boolean isCrash(@Nullable ExecutionResult result) {
    return result != null && result.status() == Status.FAILED && result.death() != null;
  }

  private static boolean showsHealth(@Nullable ExecutionResult result) {
    return result != null && (result.status().isSuccess() || result.status() == Status.FAILED);
  }
}

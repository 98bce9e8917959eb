package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.Coordination;
import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedContextException;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Beginning.Begun;
import dev.bifrost.supervisor.execution.Beginning.SetAside;
import dev.bifrost.supervisor.execution.Beginning.Superfluous;
import dev.bifrost.supervisor.execution.Beginning.Tally;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.QueueRules;
import dev.bifrost.supervisor.gate.Gate;
import dev.bifrost.supervisor.gate.Passage;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisQueue;
import dev.bifrost.supervisor.redis.Reply;
import dev.bifrost.supervisor.redis.Script;
import dev.bifrost.supervisor.settlement.ParkStep.Parking;
import io.lettuce.core.ZAddArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins executions, one try at a time; fails as Redis does.
 *
 * <p>A state hash, a result or a journal of another Redis type than the contract's is replaced,
 * with a warning: nobody but Bifrost writes these keys, and the execution can still run. An
 * execution that seems to run for another entry is begun nevertheless if nobody holds that entry
 * any more.
 */
final class BeginStep {

  private static final Logger log = LoggerFactory.getLogger(BeginStep.class);
  private static final Script BEGIN = Script.load("begin");
  private static final Script EXTEND = Script.load("extend");
  private static final Script HOLDER = Script.load("holder");
  private static final int READ_AT_ONCE = 64 << 10;

  private final RedisLink link;
  private final String supervisorId;
  private final SettlementSettings settings;
  private final Gate gate;
  private final EndSteps ends;
  private final ParkStep park;
  private final ContextReader contexts;
  private final Executor elsewhere;
  private final AtomicLong tickets = new AtomicLong();

  BeginStep(
      RedisLink link,
      String supervisorId,
      SettlementSettings settings,
      SecretReferences references,
      Gate gate,
      EndSteps ends) {
    this.gate = gate;
    this.ends = ends;
    this.park = new ParkStep(link, settings, ends);
    this.contexts = new ContextReader(link.keys(), settings, references, gate);
    this.link = link;
    this.supervisorId = supervisorId;
    this.settings = settings;
    this.elsewhere = task -> link.later(Duration.ZERO, task);
  }

  /** A step that begins this delivery; repeating it repeats the same begin, not another one. */
  Supplier<CompletionStage<Beginning>> of(Delivery delivery) {
    String ticket = supervisorId + "/" + tickets.incrementAndGet();
    return () -> link.time().thenCompose(now -> begin(new Start(delivery, ticket, now, ""), false));
  }

  /**
   * One beginning.
   *
   * @param ticket names it, however often it is repeated
   * @param ghost the entry that its state names and nobody holds; empty if there is none
   */
  private record Start(Delivery delivery, String ticket, Instant now, String ghost) {

    Start over(String vanished) {
      return new Start(delivery, ticket, now, vanished);
    }
  }

  private CompletionStage<Beginning> begin(Start start, boolean passed) {
    Delivery delivery = start.delivery();
    Instant now = start.now();
    List<String> arguments =
        List.of(
            delivery.queue().value(),
            delivery.reference(),
            supervisorId,
            start.ticket(),
            Json.time(now),
            Json.time(submitted(delivery, now)),
            Long.toString(settings.contextLimit().bytes()),
            Long.toString(settings.contextMargin().toMillis()),
            Integer.toString(settings.journalEntries()),
            start.ghost(),
            passed ? "passed" : asksAll(delivery) ? "all" : "keys");
    return link.run(BEGIN, new ExecutionKeys(link.keys(), delivery.id()).all(), arguments)
        .thenCompose(
            reply ->
                switch (reply.text(0)) {
                  case "finished" -> finished(delivery, now, reply.text(1).equals("true"));
                  case "running" -> running(start, reply);
                  case "gated" -> gated(start, reply.text(1));
                  default -> begun(delivery, reply);
                });
  }

  /** Whether even an execution without any key of its own has to ask. */
  private boolean asksAll(Delivery delivery) {
    return gate.asksAll() || rules(delivery).concurrencyKey().isPresent();
  }

  private QueueRules rules(Delivery delivery) {
    return settings.queues().of(delivery.queue());
  }

  // A stream entry's ID starts with the millisecond in which it was added.
  private static Instant submitted(Delivery delivery, Instant now) {
    try {
      return Instant.ofEpochMilli(Long.parseLong(delivery.receipt().split("-", 2)[0]));
    } catch (NumberFormatException e) {
      return now;
    }
  }

  private CompletionStage<Beginning> finished(Delivery delivery, Instant now, boolean exhausted) {
    Beginning beginning = new Superfluous("it has its result already");
    // Its supervisor may have died between the result and those who wait for it,
    CompletionStage<Void> told = gate.tellFollowers(delivery.id());
    if (!exhausted) {
      return told.thenApply(done -> beginning);
    }
    // or between the result and the list of the dead.
    return told.thenCompose(done -> listDead(delivery, now)).thenApply(added -> beginning);
  }

  private CompletionStage<Long> listDead(Delivery delivery, Instant now) {
    return link.commands()
        .zadd(
            link.keys().dead(delivery.queue()),
            ZAddArgs.Builder.nx(),
            (double) now.toEpochMilli(),
            delivery.id().value());
  }

  private CompletionStage<Beginning> gated(Start start, String text) {
    return text.length() <= READ_AT_ONCE
        ? ask(start, text)
        : CompletableFuture.supplyAsync(() -> text, elsewhere).thenCompose(t -> ask(start, t));
  }

  private CompletionStage<Beginning> ask(Start start, String text) {
    Coordination coordination;
    try {
      coordination =
          ExecutionContext.parse(text).coordination(rules(start.delivery()).concurrencyKey());
    } catch (MalformedContextException e) {
      // It begins only to be refused.
      return begin(start, true);
    }
    return gate.ask(start.delivery(), coordination).thenCompose(passage -> go(start, passage));
  }

  private CompletionStage<Beginning> go(Start start, Passage passage) {
    Delivery delivery = start.delivery();
    Parking parking =
        new Parking(delivery, submitted(delivery, start.now()), start.now(), start.ghost());
    if (passage instanceof Passage.Waits waits) {
      return park.waits(parking, waits).thenCompose(aside -> unlessAside(start, aside));
    }
    if (passage instanceof Passage.Later later) {
      return park.later(parking, later).thenCompose(aside -> unlessAside(start, aside));
    }
    CompletionStage<Beginning> beginning = begin(start, true);
    return passage instanceof Passage.Answered answered
        ? beginning.thenCompose(begun -> adopt(delivery, begun, answered))
        : beginning;
  }

  private CompletionStage<Beginning> unlessAside(Start start, Optional<Beginning> aside) {
    return aside
        .<CompletionStage<Beginning>>map(CompletableFuture::completedStage)
        .orElseGet(() -> begin(start, false));
  }

  private CompletionStage<Beginning> adopt(
      Delivery delivery, Beginning beginning, Passage.Answered answered) {
    if (!(beginning instanceof Begun begun) || !(begun.terms() instanceof Terms.Runnable)) {
      return CompletableFuture.completedStage(beginning);
    }
    if (!ends.canAdopt(delivery, begun, answered.result())) {
      log.warn(
          "Execution {} should get the result of {}, which is unreadable. It runs.",
          delivery.id(),
          answered.first());
      return CompletableFuture.completedStage(beginning);
    }
    gate.forget(delivery);
    return ends.adopt(delivery, begun, answered.result())
        .thenCompose(adopted -> ends.acknowledge(delivery, false))
        .thenApply(
            gone ->
                new SetAside(
                    "it got the result of "
                        + answered.first()
                        + ", which has the same idempotency key"));
  }

  private CompletionStage<Beginning> running(Start start, Reply reply) {
    Delivery delivery = start.delivery();
    String queue = reply.text(1);
    String receipt = reply.text(2);
    return holder(delivery, queue, receipt)
        .thenCompose(
            holder -> {
              if (holder != null) {
                return CompletableFuture.completedStage(
                    new Superfluous("it runs for the entry " + receipt + " of queue " + queue));
              }
              log.warn(
                  "Execution {} is marked as running for the entry {} of queue {}, which nobody"
                      + " holds. It is begun anew for the entry {}.",
                  delivery.id(),
                  receipt,
                  queue,
                  delivery.receipt());
              return begin(start.over(queue + "/" + receipt), false);
            });
  }

  private CompletionStage<@Nullable String> holder(
      Delivery delivery, String queue, String reference) {
    Delivery other;
    try {
      other = Delivery.referred(delivery.id(), new QueueName(queue), reference);
    } catch (IllegalArgumentException e) {
      // Whatever wrote that state, no supervisor did.
      return CompletableFuture.completedStage(null);
    }
    return link.run(
            HOLDER, List.of(other.stream(link.keys())), List.of(RedisQueue.GROUP, other.receipt()))
        .thenApply(reply -> reply.textOrNull(0));
  }

  private CompletionStage<Beginning> begun(Delivery delivery, Reply reply) {
    if (!reply.text(10).isEmpty()) {
      log.warn(
          "Execution {}: {} held another type than Bifrost writes there and was replaced. The"
              + " execution is begun.",
          delivery.id(),
          reply.text(10));
    }
    String cancelled = reply.textOrNull(6);
    if (cancelled != null) {
      Terms terms = new Terms.Cancelled(CancelRequest.parse(cancelled));
      return CompletableFuture.completedStage(begun(reply, terms));
    }
    String value = reply.text(8);
    return value.length() <= READ_AT_ONCE
        ? extended(delivery, reply, contexts.terms(delivery, reply.text(7), value))
        // What takes long to read must not hold up everybody's answers.
        : CompletableFuture.supplyAsync(
                () -> contexts.terms(delivery, reply.text(7), value), elsewhere)
            .thenCompose(terms -> extended(delivery, reply, terms));
  }

  private static Begun begun(Reply reply, Terms terms) {
    return new Begun(
        Math.toIntExact(reply.number(1)),
        Instant.parse(reply.text(2)),
        Instant.parse(reply.text(3)),
        new Tally((int) reply.number(4), (int) reply.number(5)),
        terms);
  }

  private CompletionStage<Beginning> extended(Delivery delivery, Reply reply, Terms terms) {
    Begun begun = begun(reply, terms);
    long remaining = reply.number(9);
    long needed = neededLife(terms, settings).toMillis();
    if (remaining < 0 || remaining >= needed) {
      return CompletableFuture.completedStage(begun);
    }
    return link.run(
            EXTEND, List.of(link.keys().context(delivery.id())), List.of(Long.toString(needed)))
        .thenApply(written -> begun);
  }

  /** How long the context has to live from now on, so that an attempt can be repeated. */
  static Duration neededLife(Terms terms, SettlementSettings settings) {
    return terms instanceof Terms.Runnable runs
        ? runs.timeout().orElse(ExecutionContext.MAX_TIMEOUT).plus(settings.contextMargin())
        : settings.contextMargin();
  }
}

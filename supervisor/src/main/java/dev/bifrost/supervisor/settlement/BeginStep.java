package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.ByteSize;
import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ErrorType;
import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.protocol.ExecutionResult.Failure;
import dev.bifrost.protocol.Json;
import dev.bifrost.protocol.MalformedContextException;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Beginning.Begun;
import dev.bifrost.supervisor.execution.Beginning.Superfluous;
import dev.bifrost.supervisor.execution.Beginning.Tally;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.redis.RedisLink;
import dev.bifrost.supervisor.redis.RedisQueue;
import dev.bifrost.supervisor.redis.Reply;
import dev.bifrost.supervisor.redis.Script;
import io.lettuce.core.ZAddArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
  private final SecretReferences references;
  private final Executor elsewhere;
  private final AtomicLong tickets = new AtomicLong();

  BeginStep(
      RedisLink link,
      String supervisorId,
      SettlementSettings settings,
      SecretReferences references) {
    this.link = link;
    this.supervisorId = supervisorId;
    this.settings = settings;
    this.references = references;
    this.elsewhere = task -> link.later(Duration.ZERO, task);
  }

  /** A step that begins this delivery; repeating it repeats the same begin, not another one. */
  Supplier<CompletionStage<Beginning>> of(Delivery delivery) {
    String ticket = supervisorId + "/" + tickets.incrementAndGet();
    return () -> link.time().thenCompose(now -> begin(delivery, ticket, now, null));
  }

  private CompletionStage<Beginning> begin(
      Delivery delivery, String ticket, Instant now, @Nullable String ghost) {
    List<String> arguments =
        List.of(
            delivery.queue().value(),
            delivery.receipt(),
            supervisorId,
            ticket,
            Json.time(now),
            Json.time(submitted(delivery, now)),
            Long.toString(settings.contextLimit().bytes()),
            Long.toString(settings.contextMargin().toMillis()),
            Integer.toString(settings.journalEntries()),
            ghost == null ? "" : ghost);
    return link.run(BEGIN, new ExecutionKeys(link.keys(), delivery.id()).all(), arguments)
        .thenCompose(
            reply ->
                switch (reply.text(0)) {
                  case "finished" -> finished(delivery, now, reply.text(1).equals("true"));
                  case "running" -> running(delivery, ticket, now, reply);
                  default -> begun(delivery, reply);
                });
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
    if (!exhausted) {
      return CompletableFuture.completedStage(beginning);
    }
    // Its supervisor may have died between the result and the list of the dead.
    return link.commands()
        .zadd(
            link.keys().dead(delivery.queue()),
            ZAddArgs.Builder.nx(),
            (double) now.toEpochMilli(),
            delivery.id().value())
        .thenApply(added -> beginning);
  }

  private CompletionStage<Beginning> running(
      Delivery delivery, String ticket, Instant now, Reply reply) {
    String queue = reply.text(1);
    String receipt = reply.text(2);
    return holder(queue, receipt)
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
              return begin(delivery, ticket, now, queue + "/" + receipt);
            });
  }

  private CompletionStage<@Nullable String> holder(String queue, String receipt) {
    String key;
    try {
      key = link.keys().queue(new QueueName(queue));
    } catch (IllegalArgumentException e) {
      // Whatever wrote that state, no supervisor did.
      return CompletableFuture.completedStage(null);
    }
    return link.run(HOLDER, List.of(key), List.of(RedisQueue.GROUP, receipt))
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
        ? extended(delivery, reply, terms(delivery, reply.text(7), value))
        // What takes long to read must not hold up everybody's answers.
        : CompletableFuture.supplyAsync(() -> terms(delivery, reply.text(7), value), elsewhere)
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

  private Terms terms(Delivery delivery, String kind, String value) {
    return switch (kind) {
      case "string" -> read(delivery, value);
      case "none" ->
          refused(
              ErrorType.CONTEXT_NOT_FOUND,
              "Execution "
                  + delivery.id()
                  + " has no context: the key "
                  + link.keys().context(delivery.id())
                  + " does not exist or has expired. It is not run.");
      case "large" ->
          refused(
              ErrorType.MALFORMED_CONTEXT,
              "The context of execution "
                  + delivery.id()
                  + " is too large: it has "
                  + new ByteSize(Long.parseLong(value))
                  + ", allowed are "
                  + settings.contextLimit()
                  + ". It is not run.");
      default ->
          refused(
              ErrorType.MALFORMED_CONTEXT,
              "The context of execution "
                  + delivery.id()
                  + " is malformed: the key "
                  + link.keys().context(delivery.id())
                  + " must hold a string, but holds a "
                  + kind
                  + ". It is not run.");
    };
  }

  private Terms read(Delivery delivery, String value) {
    try {
      ExecutionContext context = ExecutionContext.parse(value);
      return new Terms.Runnable(
          context.timeout(), context.retry(), references.resolve(context.secrets()));
    } catch (IllegalArgumentException e) {
      return refused(
          ErrorType.MALFORMED_CONTEXT,
          "Execution "
              + delivery.id()
              + " is not run: its secrets cannot be resolved: "
              + e.getMessage()
              + ".");
    } catch (MalformedContextException e) {
      return refused(
          ErrorType.MALFORMED_CONTEXT,
          "Execution " + delivery.id() + " is not run. " + e.getMessage());
    }
  }

  private static Terms refused(ErrorType type, String message) {
    return new Terms.Refused(Failure.of(type, message));
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

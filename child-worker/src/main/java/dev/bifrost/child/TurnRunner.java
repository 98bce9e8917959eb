package dev.bifrost.child;

import dev.bifrost.child.context.ContextLookup;
import dev.bifrost.child.lifecycle.Order;
import dev.bifrost.child.stdio.ChildLog;
import dev.bifrost.child.stdio.MessageWriter;
import dev.bifrost.child.stdio.UserOutput;
import dev.bifrost.engine.Completion;
import dev.bifrost.engine.Engine;
import dev.bifrost.engine.ExecutionListener;
import dev.bifrost.engine.ExecutionRequest;
import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ExecutionContext;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.ExecutionResult;
import dev.bifrost.protocol.LogLine;
import dev.bifrost.protocol.MalformedContextException;
import dev.bifrost.protocol.SecretMask;
import dev.bifrost.protocol.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes one ID from its context to its result, on the child's main thread. Whatever throws, exactly
 * one result is sent.
 */
final class TurnRunner {

  private final Workshop workshop;
  private final UserOutput output;
  private final MessageWriter messages;
  private final ChildLog log;

  TurnRunner(Workshop workshop, UserOutput output, MessageWriter messages, ChildLog log) {
    this.workshop = workshop;
    this.output = output;
    this.messages = messages;
    this.log = log;
  }

  /**
   * Runs it and sends its result.
   *
   * @return why the child must leave, if it must
   */
  Optional<String> run(Order order, Turn turn) {
    messages.send(new ChildMessage.Started(order.id()));
    Completion completion;
    workshop.usage().begin();
    try {
      completion = complete(order, turn);
    } catch (Throwable fault) {
      // The only answer to this ID would be lost, and with it the ID.
      completion = broken(order.id(), fault);
    }
    turn.end();
    ExecutionResult result = completion.result().withUsage(workshop.usage().end());
    return send(new Completion(result, completion.retire()));
  }

  private Completion complete(Order order, Turn turn) {
    ExecutionId id = order.id();
    order.cancelled().ifPresent(turn::cancel);
    Optional<CancelRequest> already = turn.cancelled();
    if (already.isPresent()) {
      return refused(Refusals.cancelled(id, already.get()));
    }
    ContextLookup lookup =
        order.context().map(ContextLookup::inFile).orElseGet(() -> workshop.contexts().read(id));
    return switch (lookup.kind()) {
      case FOUND -> execute(order, turn, ((ContextLookup.Found) lookup).json());
      case MISSING -> refused(Refusals.missing(id, workshop.settings().keys().context(id)));
      case UNUSABLE -> refused(Refusals.malformed(id, ((ContextLookup.Unusable) lookup).reason()));
      case UNREACHABLE ->
          refused(Refusals.unavailable(id, ((ContextLookup.Unreachable) lookup).reason()));
    };
  }

  private Completion execute(Order order, Turn turn, String json) {
    ExecutionContext context;
    try {
      ExecutionContext sent = ExecutionContext.parse(json);
      context = order.limit().map(limit -> sent.withTimeout(limit.time())).orElse(sent);
    } catch (MalformedContextException e) {
      return refused(Refusals.malformed(order.id(), String.valueOf(e.getMessage())));
    }
    // A child that is run by hand is told nothing, and takes what the context says.
    Secrets secrets = order.secrets().orElse(context.secrets());
    if (order.secrets().isEmpty() && secrets.hasReferences()) {
      return refused(Refusals.unresolved(order.id(), secrets));
    }
    Engine engine = workshop.engine();
    Optional<CancelRequest> cancelled = turn.run(engine);
    if (cancelled.isPresent()) {
      return refused(Refusals.cancelled(order.id(), cancelled.get()));
    }
    Listener listener = new Listener(turn);
    output.begin(engine::log, engine::isWorkflowThread);
    Completion completion;
    List<LogLine> unended;
    try {
      completion =
          engine.execute(
              new ExecutionRequest(order.id(), order.attempt(), context, secrets), listener);
    } finally {
      unended = output.end().stream().map(new SecretMask(secrets)::mask).toList();
    }
    unended.forEach(listener::log);
    return new Completion(withLines(completion.result(), unended), completion.retire());
  }

  /** The last line of an execution may lack its line feed; it is a line all the same. */
  private ExecutionResult withLines(ExecutionResult result, List<LogLine> unended) {
    if (unended.isEmpty()) {
      return result;
    }
    int most = workshop.settings().limits().logLines();
    if (result.logsTruncated() || result.logs().size() + unended.size() > most) {
      return result.withLogs(result.logs(), true);
    }
    List<LogLine> all = new ArrayList<>(result.logs());
    all.addAll(unended);
    return result.withLogs(all, false);
  }

  private Optional<String> send(Completion completion) {
    try {
      messages.send(new ChildMessage.Result(completion.result(), completion.retire().orElse(null)));
      return completion.retire();
    } catch (RuntimeException | Error fault) {
      // A result that cannot be written is answered by one that can.
      Completion instead = broken(completion.result().id(), fault);
      messages.send(new ChildMessage.Result(instead.result(), instead.retire().orElse(null)));
      return instead.retire();
    }
  }

  private Completion broken(ExecutionId id, Throwable fault) {
    log.error("The child failed at execution " + id + "; it answers and leaves.", fault);
    return new Completion(
        Refusals.broken(id, fault, ChildLog.stack(fault)),
        Optional.of("the child failed by itself: " + fault.getClass().getName()));
  }

  private static Completion refused(ExecutionResult result) {
    return new Completion(result, Optional.empty());
  }

  /** Passes on what the engine says while the turn lasts. */
  private final class Listener implements ExecutionListener {

    private final Turn turn;

    Listener(Turn turn) {
      this.turn = turn;
    }

    @Override
    public void log(LogLine line) {
      if (!turn.isOver()) {
        messages.sendSoon(new ChildMessage.Log(turn.id(), line));
      }
    }

    @Override
    public void progress(double fraction, String message) {
      if (!turn.isOver()) {
        messages.sendSoon(new ChildMessage.Progress(turn.id(), fraction, message));
      }
    }

    @Override
    public void declared(Optional<Duration> timeout, Optional<Integer> attempts) {
      // At once: the supervisor's own deadline may be the shorter one.
      messages.send(
          new ChildMessage.Declared(turn.id(), timeout.orElse(null), attempts.orElse(null)));
    }

    @Override
    public void signalled(String name) {
      if (!turn.isOver()) {
        messages.sendSoon(new ChildMessage.Signalled(turn.id(), name));
      }
    }
  }
}

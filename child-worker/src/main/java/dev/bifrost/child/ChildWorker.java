package dev.bifrost.child;

import dev.bifrost.child.lifecycle.Ending;
import dev.bifrost.child.lifecycle.Exit;
import dev.bifrost.child.lifecycle.Fence;
import dev.bifrost.child.lifecycle.Inbox;
import dev.bifrost.child.lifecycle.Order;
import dev.bifrost.child.stdio.ChildLog;
import dev.bifrost.child.stdio.MessageWriter;
import dev.bifrost.child.stdio.ReadyFrame;
import dev.bifrost.child.stdio.UserOutput;
import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ChildSettings;
import dev.bifrost.protocol.ControlLine;
import dev.bifrost.protocol.ExecutionId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a child: next ID, its context, the engine, its result, until the input ends or a
 * drain is asked for. It touches no stream, no signal and no exit but those that it is given, so
 * that a whole child runs inside of any process.
 */
public final class ChildWorker {

  private static final Duration LAST_WORD = Duration.ofMillis(500);

  private final ChildStreams streams;
  private final ChildSources sources;
  private final UserOutput output;
  private final Birth birth;
  private final Exit exit;
  private final MessageWriter messages;
  private final Inbox inbox = new Inbox();
  private final Fence fence = new Fence(System::nanoTime, this::fenced);
  private final CompletableFuture<Workshop> workshop = new CompletableFuture<>();
  private final AtomicReference<@Nullable Turn> inHand = new AtomicReference<>();
  private volatile String reason = "end of input";
  private final AtomicInteger terminations = new AtomicInteger();

  /** A child that has started nothing yet. */
  public ChildWorker(
      ChildStreams streams, ChildSources sources, UserOutput output, Birth birth, Exit exit) {
    this.streams = streams;
    this.sources = sources;
    this.output = output;
    this.birth = birth;
    this.exit = exit;
    this.messages = new MessageWriter(streams.messages(), this::abandoned);
  }

  /** Says hello, works, says goodbye and leaves by the exit. Called once; returns if that does. */
  public void run() {
    messages.sendEncoded(ReadyFrame.of(birth.pid(), birth.version(), birth.age(System.nanoTime())));
    messages.start();
    new ChildInput(streams.commands(), streams.log(), new Lines()).start();
    Ending ending;
    try {
      ending = serve();
    } catch (InterruptedException e) {
      streams.log().warn("The child was interrupted and leaves.");
      reason = "interrupted";
      ending = Ending.REGULAR;
    } catch (Throwable fault) {
      // The top of the child: whatever is wrong, it must be said before it leaves.
      streams.log().error("The child failed outside of any execution and leaves.", fault);
      reason = "a fault of the child's own";
      ending = Ending.BROKEN;
    }
    messages.send(new ChildMessage.Goodbye(reason, inbox.untouched()));
    if (ending != Ending.RETIRED && workshop.isDone() && !workshop.isCompletedExceptionally()) {
      workshop.join().close();
    }
    exit.leave(ending);
  }

  /**
   * What a signal that asks for the end does: at the first, no new ID is begun and the running
   * execution is finished; at the next, that is cancelled as well. Any thread; never waits.
   *
   * @param signal its name, such as {@code SIGTERM}
   */
  public void terminate(String signal) {
    // Counted before it is looked what is in hand: the loop does it the other way around.
    boolean isFirst = terminations.incrementAndGet() == 1;
    Turn turn = inHand.get();
    if (isFirst) {
      reason = signal;
      inbox.drain();
      streams
          .log()
          .info(
              signal
                  + ": the child takes no new ID"
                  + (turn == null ? "." : " and finishes execution " + turn.id() + "."));
      return;
    }
    if (turn != null) {
      streams.log().info(signal + " again: execution " + turn.id() + " is interrupted.");
      interrupt(turn, signal);
    }
  }

  /**
   * Says that user code is ending the JVM; from a shutdown hook. Gives up if the output is not free
   * within half a second.
   */
  public void exiting(String stack) {
    try {
      messages.trySend(new ChildMessage.Exiting(stack), LAST_WORD);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The JVM is going down; nothing is left to do.
    }
  }

  private Ending serve() throws InterruptedException {
    while (true) {
      Optional<Order> next = inbox.take(order -> inHand.set(new Turn(order.id())));
      Turn turn = inHand.get();
      if (next.isEmpty() || turn == null) {
        return Ending.REGULAR;
      }
      Order order = next.get();
      fence.begun(order.id());
      if (terminations.get() > 1) {
        interrupt(turn, "SIGTERM"); // It came between the taking of the ID and now.
      }
      Optional<String> retire;
      try {
        retire = new TurnRunner(workshop.join(), output, messages, streams.log()).run(order, turn);
      } catch (CompletionException e) {
        unfurnished(order, e.getCause() == null ? e : e.getCause());
        return Ending.BROKEN;
      } finally {
        fence.ended(order.id());
        inHand.set(null);
      }
      if (retire.isPresent()) {
        reason = "retiring: " + retire.get();
        return Ending.RETIRED;
      }
    }
  }

  private static void interrupt(Turn turn, String signal) {
    turn.cancel(new CancelRequest(signal, "the child was told twice to end"));
  }

  /** Not even then is an ID left without an answer. */
  private void unfurnished(Order order, Throwable fault) {
    streams.log().error("The child cannot load what it needs and leaves.", fault);
    reason = "the child cannot load what it needs: " + fault;
    messages.send(new ChildMessage.Started(order.id()));
    messages.send(
        new ChildMessage.Result(Refusals.broken(order.id(), fault, ChildLog.stack(fault)), reason));
  }

  private void startFurnishing(ChildSettings settings) {
    Thread thread =
        new Thread(
            () -> {
              try {
                workshop.complete(Workshop.furnish(settings, sources, output));
              } catch (Throwable fault) {
                // Reaches the loop, which says so and leaves; here nobody would hear it.
                workshop.completeExceptionally(fault);
              }
            },
            "child-furnish");
    thread.setDaemon(true);
    thread.start();
  }

  private void abandoned() {
    streams.log().warn("Nobody reads this child's messages any more. It ends now.");
    exit.leave(Ending.ABANDONED);
  }

  private void fenced(ExecutionId id) {
    streams
        .log()
        .warn(
            "The lease of execution "
                + id
                + " is over: its supervisor does not renew it, and another one may run it now. This"
                + " child ends at once.");
    exit.leave(Ending.FENCED);
  }

  /** What the lines of the input do. */
  private final class Lines implements ChildInput.Receiver {

    private boolean furnishing; // Of the reading thread alone.

    @Override
    public void receive(ControlLine line, boolean first) throws InterruptedException {
      switch (line.kind()) {
        case RUN -> {
          if (!furnishing) {
            furnish(settingsOfOurOwn());
          }
          inbox.add(((ControlLine.Run) line).id());
        }
        case ATTEMPT -> {
          ControlLine.Attempt next = (ControlLine.Attempt) line;
          announced(line, next.id(), inbox.attempt(next.id(), next.number()));
        }
        case CONTEXT -> {
          ControlLine.Context next = (ControlLine.Context) line;
          announced(line, next.id(), inbox.context(next.id(), next.file()));
        }
        case LIMIT -> {
          ControlLine.Limit next = (ControlLine.Limit) line;
          announced(line, next.id(), inbox.limit(next.id(), new Order.Limit(next.limit())));
        }
        case GIVE -> {
          ControlLine.Give next = (ControlLine.Give) line;
          announced(line, next.id(), inbox.give(next.id(), next.secrets()));
        }
        case CANCEL -> cancel((ControlLine.Cancel) line);
        case LEASE -> {
          ControlLine.Lease lease = (ControlLine.Lease) line;
          fence.lease(lease.id(), lease.left());
        }
        case CONFIGURE -> {
          if (first) {
            furnish(((ControlLine.Configure) line).settings());
            return;
          }
          throw new IllegalArgumentException(
              "!configure is allowed as the first line only. The settings stay as they are.");
        }
      }
    }

    @Override
    public void ended() {
      inbox.end();
    }

    private void furnish(ChildSettings settings) {
      furnishing = true;
      startFurnishing(settings);
    }

    private ChildSettings settingsOfOurOwn() {
      try {
        return sources.settings().get();
      } catch (IllegalArgumentException e) {
        streams.log().warn(e.getMessage() + " The child leaves.");
        exit.leave(Ending.MISCONFIGURED);
        throw e;
      }
    }

    /** Something was said about the next run of an ID, and perhaps could not be kept. */
    private void announced(ControlLine line, ExecutionId id, boolean kept) {
      if (!kept) {
        throw new IllegalArgumentException(
            line.text().split(" ", 2)[0]
                + " "
                + id
                + ": something is kept already for "
                + Inbox.MOST
                + " IDs that did not come.");
      }
    }

    private void cancel(ControlLine.Cancel cancel) {
      // In hand, waiting, or taken in hand since the first look.
      if (!reachesTurn(cancel)
          && !inbox.cancel(cancel.id(), cancel.request())
          && !reachesTurn(cancel)) {
        streams
            .log()
            .info("!cancel " + cancel.id() + ": it neither runs nor waits here. Nothing is done.");
      }
    }

    private boolean reachesTurn(ControlLine.Cancel cancel) {
      Turn turn = inHand.get();
      if (turn == null || !turn.id().equals(cancel.id())) {
        return false;
      }
      turn.cancel(cancel.request());
      return true;
    }
  }
}

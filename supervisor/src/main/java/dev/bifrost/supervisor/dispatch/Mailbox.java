package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.dispatch.Event.ChildBabbled;
import dev.bifrost.supervisor.dispatch.Event.ChildGone;
import dev.bifrost.supervisor.dispatch.Event.ChildLaunched;
import dev.bifrost.supervisor.dispatch.Event.ChildNotLaunched;
import dev.bifrost.supervisor.dispatch.Event.ChildPrinted;
import dev.bifrost.supervisor.dispatch.Event.ChildSaid;
import dev.bifrost.supervisor.dispatch.Event.Delivered;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.intake.IntakeListener;
import dev.bifrost.supervisor.observe.SupervisorListener;
import dev.bifrost.supervisor.process.ChildExit;
import dev.bifrost.supervisor.process.ChildId;
import dev.bifrost.supervisor.process.ChildListener;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Turns what intake and children say on their threads into news for the dispatcher. */
record Mailbox(Consumer<Event> post, Time time, SupervisorListener listener)
    implements IntakeListener, ChildListener {

  @Override
  public void delivered(List<Delivery> deliveries, Duration age) {
    post.accept(new Delivered(List.copyOf(deliveries), time.now().minus(age)));
  }

  @Override
  public void rejected(QueueName queue, String reason) {
    listener.rejected(queue, reason);
  }

  @Override
  public void availability(Optional<String> reason) {
    listener.availability(reason);
  }

  @Override
  public void launched(ChildId id, ChildProcess process) {
    post.accept(new ChildLaunched(id, process));
  }

  @Override
  public void launchFailed(ChildId id, String reason) {
    post.accept(new ChildNotLaunched(id, reason));
  }

  @Override
  public void said(ChildId id, ChildMessage message) {
    post.accept(new ChildSaid(id, message));
  }

  @Override
  public void printed(ChildId id, String text) {
    post.accept(new ChildPrinted(id, text, time.now()));
  }

  @Override
  public void babbled(ChildId id, String evidence) {
    post.accept(new ChildBabbled(id, evidence));
  }

  @Override
  public void gone(ChildId id, ChildExit exit) {
    post.accept(new ChildGone(id, exit));
  }
}

package dev.bifrost.supervisor.testing;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.intake.Intake;
import dev.bifrost.supervisor.intake.IntakeListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An intake that delivers what the test says, and notes what it was granted. */
public final class ScriptedIntake implements Intake {

  private final IntakeListener listener;
  private final List<Delivery> forgotten = new ArrayList<>();
  private int granted;
  private boolean stopped;

  public ScriptedIntake(IntakeListener listener) {
    this.listener = listener;
  }

  @Override
  public void start() {}

  @Override
  public void grant(int entries) {
    granted += stopped ? 0 : entries;
  }

  @Override
  public void forgotten(Delivery delivery) {
    forgotten.add(delivery);
  }

  @Override
  public void settled(Delivery delivery) {}

  @Override
  public void refresh() {}

  @Override
  public void stop() {
    stopped = true;
    granted = 0;
  }

  /** Grants that are not used yet. */
  public int granted() {
    return granted;
  }

  public boolean isStopped() {
    return stopped;
  }

  /** Delivers one entry, and uses a grant. */
  public Delivery deliver(String id) {
    return deliver(id, "1-" + id);
  }

  /** Delivers one entry that Redis gave so long ago. */
  public Delivery deliverLate(String id, Duration age) {
    return deliver(id, "1-" + id, age);
  }

  /** Delivers one entry under this receipt. */
  public Delivery deliver(String id, String receipt) {
    return deliver(id, receipt, Duration.ZERO);
  }

  /** Delivers one entry of this queue. */
  public Delivery deliver(String id, QueueName queue) {
    return deliver(new Delivery(new ExecutionId(id), queue, "1-" + id), Duration.ZERO);
  }

  /** What the supervisor gave up, in order. */
  public List<Delivery> forgotten() {
    return List.copyOf(forgotten);
  }

  private Delivery deliver(String id, String receipt, Duration age) {
    return deliver(new Delivery(new ExecutionId(id), QueueName.DEFAULT, receipt), age);
  }

  private Delivery deliver(Delivery delivery, Duration age) {
    if (granted == 0) {
      throw new AssertionError("Nothing was granted, so nothing may be delivered");
    }
    granted--;
    listener.delivered(List.of(delivery), age);
    return delivery;
  }
}

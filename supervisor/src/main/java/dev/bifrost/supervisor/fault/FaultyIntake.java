package dev.bifrost.supervisor.fault;

import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.intake.Intake;
import dev.bifrost.supervisor.intake.IntakeListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An intake that leads through the points before and after a take. */
record FaultyIntake(Intake real, Faults faults) implements Intake {

  static IntakeListener listener(IntakeListener real, Faults faults) {
    return new Listener(real, faults);
  }

  @Override
  public void start() {
    real.start();
  }

  @Override
  public void grant(int entries) {
    faults.at(FaultPoint.BEFORE_TAKE);
    real.grant(entries);
  }

  @Override
  public void forgotten(Delivery delivery) {
    real.forgotten(delivery);
  }

  @Override
  public void settled(Delivery delivery) {
    real.settled(delivery);
  }

  @Override
  public void refresh() {
    real.refresh();
  }

  @Override
  public void stop() {
    real.stop();
  }

  private record Listener(IntakeListener real, Faults faults) implements IntakeListener {

    @Override
    public void delivered(List<Delivery> deliveries, Duration age) {
      faults.at(FaultPoint.AFTER_TAKE);
      real.delivered(deliveries, age);
    }

    @Override
    public void rejected(QueueName queue, String reason) {
      real.rejected(queue, reason);
    }

    @Override
    public void availability(Optional<String> reason) {
      real.availability(reason);
    }
  }
}

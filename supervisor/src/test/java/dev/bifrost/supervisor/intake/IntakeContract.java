package dev.bifrost.supervisor.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the dispatcher relies on, for the intake from Redis and for the tests' own. */
abstract class IntakeContract {

  final RecordingIntakeListener told = new RecordingIntakeListener();

  abstract Intake intake();

  abstract void send(String id);

  /** Lets come what was sent and may come. */
  abstract void bring();

  @Test
  void eachDeliveryUsesAGrantAndGrantsAddUp() throws InterruptedException {
    intake().start();
    List.of("a", "b", "c").forEach(this::send);

    intake().grant(1);
    intake().grant(1);
    bring();
    assertEquals(List.of("a", "b"), told.nextDeliveries(2));

    intake().grant(1);
    bring();
    assertEquals(List.of("c"), told.nextDeliveries(1));
    intake().stop();
  }

  @Test
  void afterTheStopNothingIsDelivered() {
    intake().start();
    intake().grant(1);
    intake().stop();

    intake().grant(1);
    send("late");
    bring();

    assertEquals(0, told.waiting());
  }
}

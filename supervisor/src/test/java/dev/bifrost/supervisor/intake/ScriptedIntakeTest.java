package dev.bifrost.supervisor.intake;

import dev.bifrost.supervisor.testing.ScriptedIntake;
import java.util.ArrayDeque;
import java.util.Queue;

final class ScriptedIntakeTest extends IntakeContract {

  private final ScriptedIntake intake = new ScriptedIntake(told);
  private final Queue<String> sent = new ArrayDeque<>();

  @Override
  Intake intake() {
    return intake;
  }

  @Override
  void send(String id) {
    sent.add(id);
  }

  @Override
  void bring() {
    while (intake.granted() > 0 && !sent.isEmpty()) {
      intake.deliver(sent.remove());
    }
  }
}

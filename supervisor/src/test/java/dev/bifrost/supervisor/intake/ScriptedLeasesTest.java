package dev.bifrost.supervisor.intake;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.testing.ScriptedLeases;

final class ScriptedLeasesTest extends LeasesContract {

  private final ScriptedLeases leases = new ScriptedLeases();

  @Override
  Leases leases() {
    return leases;
  }

  @Override
  Delivery held(String id) {
    return new Delivery(new ExecutionId(id), QueueName.DEFAULT, "1-" + id);
  }

  @Override
  void lose(Delivery delivery) {
    leases.lose(delivery);
  }

  @Override
  void cancel(String id, CancelRequest request) {
    leases.cancel(id, request);
  }

  @Override
  void cutOff() {
    leases.reachable(false);
  }
}

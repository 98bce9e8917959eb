package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.QueueName;
import dev.bifrost.protocol.RetryRules;
import dev.bifrost.supervisor.execution.Beginning.Begun;
import dev.bifrost.supervisor.execution.Beginning.Tally;
import dev.bifrost.supervisor.execution.Beginning.Terms;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.testing.RecordingSettlement;
import java.time.Instant;
import java.util.Optional;

final class RecordingSettlementTest extends SettlementContract {

  private static final RetryRules RULES =
      new RetryRules(null, null, null, null, null, RetryRules.OnCrash.RETRY, null);

  private final RecordingSettlement settlement = new RecordingSettlement();

  @Override
  Settlement settlement() {
    return settlement;
  }

  @Override
  Delivery delivery() {
    return new Delivery(new ExecutionId("x"), QueueName.DEFAULT, "1-1");
  }

  @Override
  void fallSilent() {}

  @Override
  void answer(Delivery delivery) {
    if (settlement.waiting() == 0) {
      settlement.begun(
          delivery,
          new Begun(
              1,
              Instant.EPOCH,
              Instant.EPOCH,
              Tally.NONE,
              new Terms.Runnable(Optional.empty(), RULES)));
    }
    settlement.settleAll(Settled.WRITTEN);
  }
}

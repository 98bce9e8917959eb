package dev.bifrost.supervisor.fault;

import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.settlement.Conclusion;
import dev.bifrost.supervisor.settlement.JournalEntry;
import dev.bifrost.supervisor.settlement.Settled;
import dev.bifrost.supervisor.settlement.Settlement;
import java.util.concurrent.CompletionStage;

/** A settlement that leads through the points around its steps. */
record FaultySettlement(Settlement real, Faults faults) implements Settlement {

  @Override
  public CompletionStage<Beginning> begin(Delivery delivery) {
    faults.at(FaultPoint.BEFORE_BEGIN);
    return real.begin(delivery)
        .thenApply(
            beginning -> {
              faults.at(FaultPoint.AFTER_BEGIN);
              return beginning;
            });
  }

  @Override
  public void journal(Delivery delivery, int attempt, JournalEntry entry) {
    faults.at(FaultPoint.RUNNING);
    real.journal(delivery, attempt, entry);
  }

  @Override
  public CompletionStage<Settled> settle(Conclusion conclusion) {
    faults.at(FaultPoint.BEFORE_FINISH);
    return real.settle(conclusion);
  }

  @Override
  public CompletionStage<Settled> drop(Delivery delivery) {
    return real.drop(delivery);
  }

  @Override
  public int waiting() {
    return real.waiting();
  }
}

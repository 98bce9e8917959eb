package dev.bifrost.supervisor.dispatch;

import dev.bifrost.protocol.CancelRequest;
import dev.bifrost.protocol.ChildMessage;
import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.supervisor.execution.Beginning;
import dev.bifrost.supervisor.execution.Delivery;
import dev.bifrost.supervisor.execution.Execution;
import dev.bifrost.supervisor.process.ChildExit;
import dev.bifrost.supervisor.process.ChildId;
import dev.bifrost.supervisor.process.ChildProcess;
import dev.bifrost.supervisor.settlement.Settled;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** News for the dispatcher; immutable, posted by any thread. */
sealed interface Event {

  /** Tells the news to the one who decides. */
  void tell(Decisions decisions);

  /** Whether it is of no interest before the next news, for which alone the thread wakes up. */
  default boolean canWait() {
    return false;
  }

  /** The intake took entries. */
  record Delivered(List<Delivery> deliveries, Instant at) implements Event {
    @Override
    public void tell(Decisions decisions) {
      decisions.delivered(deliveries, at);
    }
  }

  /** Redis answered to a beginning. */
  record Begun(Execution execution, Beginning beginning) implements Event {
    @Override
    public void tell(Decisions decisions) {
      decisions.begun(execution, beginning);
    }
  }

  /** Redis has the end of an execution. */
  record SettlementDone(Delivery delivery, Settled settled) implements Event {
    @Override
    public void tell(Decisions decisions) {
      decisions.settled(delivery, settled);
    }
  }

  /** Leases were renewed, but for those that are lost. */
  record Renewed(Collection<Delivery> asked, Set<Delivery> lost, Instant sent) implements Event {
    @Override
    public void tell(Decisions decisions) {
      decisions.tenure().renewed(asked, lost, sent);
    }
  }

  /** Somebody wants these executions to end. */
  record CancelRequested(Map<ExecutionId, CancelRequest> requests) implements Event {
    @Override
    public void tell(Decisions decisions) {
      decisions.cancelRequested(requests);
    }
  }

  /** An execution did not end softly in time. */
  record Overdue(Delivery delivery) implements Event {
    @Override
    public void tell(Decisions decisions) {
      decisions.overdue(delivery);
    }
  }

  /** A child's process runs. */
  record ChildLaunched(ChildId id, ChildProcess process) implements Event {
    @Override
    public void tell(Decisions decisions) {
      decisions.children().launched(id, process);
    }
  }

  /** A child could not be started. */
  record ChildNotLaunched(ChildId id, String reason) implements Event {
    @Override
    public void tell(Decisions decisions) {
      decisions.children().notLaunched(id, reason);
    }
  }

  /** A child sent a message. */
  record ChildSaid(ChildId id, ChildMessage message) implements Event {
    @Override
    public void tell(Decisions decisions) {
      decisions.children().said(id, message);
    }

    /** That a child has started what it was given only counts when the child is gone. */
    @Override
    public boolean canWait() {
      return message.kind() == ChildMessage.Kind.STARTED;
    }
  }

  /** Native code in a child printed text. */
  record ChildPrinted(ChildId id, String text, Instant at) implements Event {
    @Override
    public void tell(Decisions decisions) {
      decisions.children().printed(id, text, at);
    }
  }

  /** A child broke the protocol. */
  record ChildBabbled(ChildId id, String evidence) implements Event {
    @Override
    public void tell(Decisions decisions) {
      decisions.children().babbled(id, evidence);
    }
  }

  /** A child's process has ended. */
  record ChildGone(ChildId id, ChildExit exit) implements Event {
    @Override
    public void tell(Decisions decisions) {
      decisions.children().gone(id, exit);
    }
  }

  /** Something that the dispatcher itself has put off is due. */
  record Due(Runnable action) implements Event {
    @Override
    public void tell(Decisions decisions) {
      action.run();
    }
  }
}

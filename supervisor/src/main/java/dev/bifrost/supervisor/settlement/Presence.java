package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.JsonText;
import java.util.concurrent.CompletionStage;

/** The supervisor's registration in Redis; methods never block and never fail. */
public interface Presence {

  /** Registers, or renews the registration, with the heartbeat of contract section 4. */
  void announce(JsonText heartbeat);

  /**
   * Ends the registration and tells the events stream; called once, at the end.
   *
   * @return completes when that was tried, normally in any case
   */
  CompletionStage<Void> withdraw();
}

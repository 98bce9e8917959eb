package dev.bifrost.supervisor.control;

import dev.bifrost.protocol.SupervisorCommand;
import java.util.concurrent.CompletionStage;

/** Does what operators want. */
public interface Operations {

  /**
   * Does it, or begins to; called on Redis' threads, and must not block.
   *
   * @return what happened, one sentence; fails with an {@link IllegalArgumentException} whose
   *     message says what is wrong with the command
   */
  CompletionStage<String> carryOut(SupervisorCommand command);
}

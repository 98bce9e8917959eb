package dev.bifrost.supervisor.cli;

import dev.bifrost.protocol.ExecutionId;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What commands say about an execution's result, or its absence. */
final class Results {

  private Results() {}

  /** Prints a result and says how the execution ended. */
  static ExitCode print(Output output, ObjectNode result) {
    ResultView view = new ResultView(result, output.palette());
    if (output.json()) {
      output.pretty(result);
    } else {
      view.lines().forEach(output::line);
    }
    return view.exitCode();
  }

  /** Prints one of many results on one line and says how the execution ended. */
  static ExitCode printLine(Output output, ObjectNode result) {
    ResultView view = new ResultView(result, output.palette());
    if (output.json()) {
      output.compact(result);
    } else {
      output.line(view.summary());
    }
    return view.exitCode();
  }

  /** Why there is no result. */
  static CommandFailure missing(Client client, ExecutionId id) {
    if (!client.knows(id)) {
      return unknown(id);
    }
    Map<String, String> state = client.state(id);
    String due = state.get("due_at");
    String status =
        state.getOrDefault("status", "Pending") + (due == null ? "" : ", due at " + due);
    return new CommandFailure(
        ExitCode.NOT_FOUND,
        "Execution "
            + id
            + " has no result yet; it is "
            + status
            + ". \"bifrost wait "
            + id
            + "\" waits for it.");
  }

  /** Nothing is known of it. */
  static CommandFailure unknown(ExecutionId id) {
    return new CommandFailure(
        ExitCode.NOT_FOUND,
        "There is no execution "
            + id
            + ": it was never sent to this Redis, or its result has expired.");
  }

  /** It did not end in time. */
  static CommandFailure late(ExecutionId id) {
    return new CommandFailure(
        ExitCode.TIMED_OUT,
        "Execution "
            + id
            + " has not ended in that time; it goes on. \"bifrost cancel "
            + id
            + "\" ends it.");
  }
}

package dev.bifrost.protocol;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON in the field {@code data} of journal entries: the fields that the messages of a child
 * have, less the ID, which is in the journal's key, with the attempt.
 */
public final class JournalJson {

  private static final int ERROR_HEAD = 1_000;

  private JournalJson() {}

  /**
   * A line of the log.
   *
   * @param sequence counts what the attempt let know, from 1; a gap shows that entries were dropped
   */
  public static JsonText log(int attempt, long sequence, LogLine line) {
    ObjectNode json = ResultJson.line(line);
    return JsonText.of(json.put("attempt", attempt).put("sequence", sequence));
  }

  /**
   * How far it has come.
   *
   * @param fraction 0 to 1
   */
  public static JsonText progress(int attempt, long sequence, double fraction, String message) {
    return JsonText.of(
        numbered(attempt, sequence).put("fraction", fraction).put("message", message));
  }

  /** It has taken a signal of this name. */
  public static JsonText signal(int attempt, long sequence, String name) {
    return JsonText.of(numbered(attempt, sequence).put("name", name));
  }

  /** The child that runs it. */
  public static JsonText dispatched(int attempt, long sequence, String workerId, long childPid) {
    return JsonText.of(
        numbered(attempt, sequence).put("worker_id", workerId).put("child_pid", childPid));
  }

  /**
   * It runs again.
   *
   * @param failure how the attempt ended; null if it is only given back
   * @param delay pause before the next attempt
   * @param reason why it runs again, one clause
   */
  public static JsonText retry(
      int attempt, ExecutionResult.@Nullable Failure failure, Duration delay, String reason) {
    ObjectNode json = Json.object().put("attempt", attempt).put("reason", reason);
    if (failure != null) {
      json.put("error_type", failure.type()).put("error", head(failure.message()));
    }
    return JsonText.of(json.put("delay_ms", delay.toMillis()));
  }

  /**
   * It waits for something else than a child.
   *
   * @param waitingFor the word that its state has for it
   * @param reason one sentence for people
   */
  public static JsonText waiting(String waitingFor, String reason) {
    return JsonText.of(Json.object().put("waiting_for", waitingFor).put("reason", reason));
  }

  /**
   * An operator did something with it.
   *
   * @param by who
   */
  public static JsonText operated(String by) {
    return JsonText.of(Json.object().put("by", by));
  }

  /** It has its result. */
  public static JsonText finished(int attempt, ExecutionResult result, Instant finishedAt) {
    ObjectNode json =
        Json.object()
            .put("attempt", attempt)
            .put("status", result.status().wireName())
            .put("success", result.status().isSuccess());
    if (result.failure() != null) {
      json.put("error_type", result.failure().type())
          .put("error", head(result.failure().message()));
    }
    json.put("duration_ms", result.duration().toMillis());
    return JsonText.of(json.put("finished_at", Json.time(finishedAt)));
  }

  private static ObjectNode numbered(int attempt, long sequence) {
    return Json.object().put("attempt", attempt).put("sequence", sequence);
  }

  private static String head(String error) {
    return error.length() <= ERROR_HEAD ? error : error.substring(0, ERROR_HEAD) + "…";
  }
}

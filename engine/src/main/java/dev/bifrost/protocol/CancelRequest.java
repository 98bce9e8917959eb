package dev.bifrost.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Somebody's wish that an execution end.
 *
 * @param by who asked; "unknown" if the request does not say
 * @param reason why; null if the request does not say
 */
public record CancelRequest(String by, @Nullable String reason) {

  private static final String UNKNOWN = "unknown";

  /**
   * Reads what stands in the cancel key. Its presence is what counts: text that is no JSON object
   * is taken as the reason, and nothing is ever refused.
   */
  public static CancelRequest parse(String text) {
    try {
      if (Json.read(text) instanceof ObjectNode object) {
        JsonNode reason = object.path("reason");
        return new CancelRequest(
            object.path("by").asString(UNKNOWN), reason.isString() ? reason.asString() : null);
      }
    } catch (MalformedJsonException e) {
      return new CancelRequest(UNKNOWN, text.isBlank() ? null : text.strip());
    }
    return new CancelRequest(UNKNOWN, null);
  }

  /** The JSON object for a control line. */
  JsonText toJson() {
    return JsonText.of(Json.object().put("by", by).put("reason", reason));
  }

  /** The JSON object for the cancel key of an execution, as the contract wants it. */
  public JsonText toJson(Instant at) {
    return JsonText.of(Json.object().put("by", by).put("reason", reason).put("at", Json.time(at)));
  }

  /** One clause for people: {@code by alice: no longer needed}. */
  public String describe() {
    return "by " + by + (reason == null ? "" : ": " + reason);
  }
}

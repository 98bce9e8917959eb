package dev.bifrost.protocol;

import tools.jackson.databind.node.ObjectNode;

/**
 * What a supervisor answers to a command.
 *
 * @param supervisorId who answers
 * @param done whether it did what it was told
 * @param message what happened, or why nothing did; one sentence
 */
public record SupervisorAnswer(String supervisorId, boolean done, String message) {

  /** Reads one; text that is none says that nothing was done. */
  public static SupervisorAnswer parse(String text) {
    try {
      if (Json.read(text) instanceof ObjectNode object) {
        return new SupervisorAnswer(
            object.path("supervisor_id").asString(""),
            object.path("done").asBoolean(false),
            object.path("message").asString(""));
      }
    } catch (MalformedJsonException e) {
      return new SupervisorAnswer("", false, "The answer cannot be read: " + e.getMessage());
    }
    return new SupervisorAnswer("", false, "The answer cannot be read.");
  }

  /** As it is sent. */
  public JsonText toJson() {
    return JsonText.of(
        Json.object().put("supervisor_id", supervisorId).put("done", done).put("message", message));
  }
}
